import { counted } from '../../src/core/describe/counted.ts';
import { formatCount } from '../../src/core/describe/numbers.ts';
import type { ComponentChildren } from 'preact';
import type { Phase } from '../../src/protocol/panelApi.ts';
import type { PanelButton } from '../../src/protocol/panelActions.ts';
import { useDelayed, WARM_DELAY } from '../hooks/useDelayed.ts';
import { Glyph } from './Glyph.tsx';
import { Quoted } from './Sentence.tsx';
import type { Post } from '../host.ts';
import type { Fault } from '../../src/core/fault.ts';

/** Names of the buttons, as the command palette has them; `exploreAgain` is named after what went before. */
const BUTTON_NAMES: Readonly<Record<PanelButton, string>> = {
  exploreSelection: 'Explore Selection',
  exploreDocument: 'Explore Document',
  exploreAgain: 'Explore Again',
  swapTexts: 'Swap Texts',
  oneText: 'One Text',
  useBuiltInModel: 'Use Built-in Model',
  pinWord: 'Pin Word',
  linkTo: 'Link To…',
  chooseModel: 'Choose Model…',
  aboutModel: 'About This Model',
  useModelFolder: 'Use Model Folder…',
  chooseModelVariant: 'Choose Model Variant…',
  chooseTask: 'Choose Task or Language…',
  showLog: 'Show Log',
  cancel: 'Cancel',
  goToCut: 'Go to Where Reading Stops',
  exampleAttention: 'Start the Lesson',
  openSample: 'Open Sample…',
  openWalkthrough: 'Open Walkthrough',
  replaceWord: 'Replace Word…',
  maskWord: 'Mask Word',
  compareOccurrences: 'Compare Occurrences…',
  chooseWordVectors: 'Word Vectors from a File…',
  tokensOfSelection: 'Tokens of Selection',
  lessonNext: 'Next',
  lessonBack: 'Back',
  lessonOwnSentence: 'My Own Sentence…',
  lessonEnd: 'Done',
  export: 'Export…',
  showPanel: 'Show Panel',
  keepThis: 'Keep This',
};

/** A button that runs a command of the extension. */
export function CommandButton({
  command,
  post,
  look,
  name = BUTTON_NAMES[command],
}: {
  readonly command: PanelButton;
  readonly post: Post;
  readonly look: 'button' | 'button secondary' | 'link';
  readonly name?: string;
}) {
  return (
    <button type="button" class={look} onClick={() => post({ type: 'command', command })}>
      {name}
    </button>
  );
}

/** A button inside a sentence. */
export function CommandLink({ command, post }: { readonly command: PanelButton; readonly post: Post }) {
  return <CommandButton command={command} post={post} look="link" />;
}

function Message({ title, children }: { readonly title: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <div class="message" role="status">
      {title}
      {children}
    </div>
  );
}

export function EmptyMessage({
  keys,
  hasText,
  post,
}: {
  readonly keys: readonly string[];
  readonly hasText: boolean;
  readonly post: Post;
}) {
  return (
    <Message title={<h2>Nothing explored yet</h2>}>
      <p>
        {hasText ? 'Select' : 'Open a text, select'} some words and run <b>Explore Selection</b>. Then rest the pointer on a word: the words
        it attends to light up in your text.
      </p>
      {keys.length > 0 && (
        <p class="keys">
          {keys.map(key => (
            <kbd>{key}</kbd>
          ))}
        </p>
      )}
      <div class="buttons">
        {hasText && <CommandButton command="exploreDocument" post={post} look="button" />}
        <CommandButton command="exampleAttention" post={post} look={hasText ? 'button secondary' : 'button'} />
        <CommandButton command="openSample" post={post} look="link" />
      </div>
      <p class="note">
        The model runs on this machine. Your text does not leave it.{' '}
        <button type="button" class="link" onClick={() => post({ type: 'terms', isOpen: true, asked: null })}>
          Glossary
        </button>
      </p>
    </Message>
  );
}

type Restored = Extract<Phase, { kind: 'restored' }>;

export function RestoredMessage({ phase: { texts, within }, post }: { readonly phase: Restored; readonly post: Post }) {
  return (
    <Message title={<h2>Nothing is shown yet</h2>}>
      <p>
        Before the window was reloaded you explored{' '}
        {(within ? texts : texts.toReversed()).map(({ label, lines }, place) => (
          <>
            {place > 0 && (within ? ', with ' : ', which looks at ')}
            <Quoted text={label} />, {lines}
          </>
        ))}
        . Nothing runs until you ask for it.
      </p>
      <div class="buttons">
        <CommandButton command="exploreAgain" post={post} look="button" />
      </div>
    </Message>
  );
}

type Loading = Extract<Phase, { kind: 'loading' }>;

/** A bar that moves, or, of a long text, grows with what is read. */
export function Progress({ step }: Pick<Loading, 'step'>) {
  const share = step && Math.round((100 * step.done) / step.total);
  return (
    <div
      class={share === null ? 'progress' : 'progress known'}
      role="progressbar"
      aria-label="Running the model"
      {...(share !== null && { 'aria-valuenow': share, 'aria-valuemin': 0, 'aria-valuemax': 100 })}
    >
      <i style={share === null ? {} : { width: `${share}%` }} />
    </div>
  );
}

const readSoFar = ({ done, total }: NonNullable<Loading['step']>) => `${formatCount(done)} of ${counted(total, 'token')} are read.`;

/** Of a long text only the tokens that fit are read: how many is known as soon as they are counted. */
const whatIsRead = ({ words, step }: Pick<Loading, 'words' | 'step'>) =>
  `Reading ${step === null ? '' : `${counted(step.total, 'token')} of `}a text of ${counted(words, 'word')}`;

/** A long text is read while another one is on screen. */
export function ReadingNotice({ phase: { words, step }, post }: { readonly phase: Loading; readonly post: Post }) {
  if (step === null) return null;
  return (
    <div class="notice info" role="status">
      <Glyph name="info" />
      <div class="notice-text">
        {whatIsRead({ words, step })}: {readSoFar(step)} <CommandLink command="cancel" post={post} />
      </div>
    </div>
  );
}

export function LoadingMessage({ phase, post }: { readonly phase: Loading; readonly post: Post }) {
  const shown = useDelayed(phase.cold ? 0 : WARM_DELAY);
  const { words, cold, step } = phase;
  if (!shown) return null;
  return (
    <Message title={<h2>{words > 0 ? whatIsRead(phase) : 'Starting the model'}</h2>}>
      <p>
        {step !== null
          ? `A text this long is read in pieces: ${readSoFar(step)}`
          : cold
            ? 'The model is starting. The first run takes a few seconds, later ones are quick.'
            : 'The model is running.'}
      </p>
      <div class="buttons">
        <CommandButton command="cancel" post={post} look="button secondary" />
      </div>
    </Message>
  );
}

export function FailedMessage({
  fault,
  actions,
  post,
}: {
  readonly fault: Fault;
  readonly actions: readonly PanelButton[];
  readonly post: Post;
}) {
  const stopped = fault.code === 'engine-stopped' || fault.code === 'out-of-memory';
  return (
    <Message
      title={
        <h2 class="with-icon">
          <Glyph name={stopped ? 'warning' : 'error'} extra={stopped ? 'is-warning' : 'is-error'} />
          {fault.title}
        </h2>
      }
    >
      <p>
        {fault.cause} {fault.nextStep}
      </p>
      <div class="buttons">
        {actions.map((command, place) => (
          <CommandButton
            command={command}
            post={post}
            look={command === 'showLog' ? 'link' : place === 0 ? 'button' : 'button secondary'}
            {...(command === 'exploreAgain' ? { name: stopped ? 'Start Again' : 'Try Again' } : {})}
          />
        ))}
      </div>
    </Message>
  );
}
