import type { Fault, FaultCode } from './fault.ts';

/** Why the system refused an access to a file. */
export interface SystemReason {
  /** The name of the error as the system spells it, e.g. `EACCES`. */
  readonly errno: string;
  /** A clause that follows the name of the file: "may not be read or written by this user". */
  readonly why: string;
  /** One sentence. */
  readonly nextStep: string;
  readonly code: Extract<FaultCode, 'model-missing' | 'file-unreadable' | 'file-corrupt'>;
}

type Reason = Omit<SystemReason, 'errno'>;

const MISSING: Reason = { code: 'model-missing', why: 'is not there', nextStep: 'Check the name, or choose another place.' };
const FORBIDDEN: Reason = {
  code: 'file-unreadable',
  why: 'is closed to this user',
  nextStep: 'Give yourself the right to open it and the folders above it, or choose another place.',
};
const FAILING: Reason = {
  code: 'file-corrupt',
  why: 'could not be read or written by the disk',
  nextStep: 'Check the disk or the connection to it, or copy the files to another one.',
};
const GONE: Reason = {
  code: 'file-unreadable',
  why: 'lies on a network drive that does not answer',
  nextStep: 'Check the connection, or copy the files to a disk of this machine.',
};
const TOO_MANY: Reason = {
  code: 'file-unreadable',
  why: 'could not be opened, since too many files are open',
  nextStep: 'Close other programs and try again.',
};
const BUSY: Reason = {
  code: 'file-unreadable',
  why: 'is in use by the system or by another program',
  nextStep: 'Close what uses it and try again, or choose another place.',
};
const NO_FILE: Reason = { code: 'file-corrupt', why: 'is a device or a pipe', nextStep: 'Choose an ordinary file.' };

const REASONS: Readonly<Record<string, Reason>> = {
  ENOENT: MISSING,
  ENOTDIR: { ...MISSING, why: 'is not there: a part of its path is a file, not a folder' },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: { ...FORBIDDEN, why: 'lies where nothing may be written', nextStep: 'Choose another place.' },
  ELOOP: {
    code: 'file-unreadable',
    why: 'is a link that leads back to itself',
    nextStep: 'Put the file itself there instead of the link.',
  },
  ENAMETOOLONG: {
    code: 'file-unreadable',
    why: 'has a longer name or path than the system takes',
    nextStep: 'Choose a shorter name, or a place nearer to the root of the disk.',
  },
  EISDIR: { code: 'file-corrupt', why: 'is a folder', nextStep: 'Choose a file.' },
  EIO: FAILING,
  EUCLEAN: FAILING,
  EBADMSG: FAILING,
  EREMOTEIO: GONE,
  ESTALE: GONE,
  ETIMEDOUT: GONE,
  EHOSTDOWN: GONE,
  EHOSTUNREACH: GONE,
  ENOTCONN: GONE,
  ENETDOWN: GONE,
  EMFILE: TOO_MANY,
  ENFILE: TOO_MANY,
  EBUSY: BUSY,
  ETXTBSY: BUSY,
  EAGAIN: BUSY,
  ENXIO: NO_FILE,
  ENODEV: NO_FILE,
  ESPIPE: NO_FILE,
  ENOMEM: { code: 'file-unreadable', why: 'could not be opened for want of memory', nextStep: 'Close other programs and try again.' },
  EFBIG: { code: 'file-unreadable', why: 'is larger than the system takes', nextStep: 'Choose a smaller file.' },
  EOVERFLOW: { code: 'file-unreadable', why: 'is larger than the system takes', nextStep: 'Choose a smaller file.' },
  ENOSPC: { code: 'file-unreadable', why: 'does not fit: there is no space left', nextStep: 'Make room, or choose another disk.' },
  EDQUOT: {
    code: 'file-unreadable',
    why: 'does not fit: your share of the disk is used up',
    nextStep: 'Make room, or choose another disk.',
  },
};

/** A path with a null character in it; Node.js refuses it before the system sees it. */
const NO_PATH: Reason = {
  code: 'file-unreadable',
  why: 'has a name that no file can have',
  nextStep: 'Choose a file or folder that exists.',
};

/** What the system said of a file, in words; null when the error is not the system's. The only place that reads these codes. */
export function systemReason(error: unknown): SystemReason | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const errno = error.code;
  if (errno === 'ERR_INVALID_ARG_VALUE' && error.message.includes('null bytes')) return { errno, ...NO_PATH };
  // What Node.js says of itself begins with ERR_; what a system call said comes with the name of the call.
  if (!('syscall' in error) || errno.startsWith('ERR_')) return null;
  const known = Object.hasOwn(REASONS, errno) ? REASONS[errno]! : null;
  return {
    errno,
    ...(known ?? { code: 'file-unreadable', why: `was refused by the system (${errno})`, nextStep: 'Choose another place.' }),
  };
}

/** Whether nothing is there under the name. */
export function isMissing(error: unknown): boolean {
  const errno = systemReason(error)?.errno;
  return errno === 'ENOENT' || errno === 'ENOTDIR';
}

/**
 * A refusal of the system as a fault about `name`; null when the error is something else.
 * @param name a name to call it by, without a path: `config.json`, `The folder`
 */
export function faultOfSystemError(error: unknown, name: string, title = `${name} cannot be read`): Fault | null {
  const reason = systemReason(error);
  if (!reason) return null;
  return { code: reason.code, title, cause: `${name} ${reason.why}.`, nextStep: reason.nextStep, detail: String(error) };
}
