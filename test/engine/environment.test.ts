import { expect, test } from 'vitest';
import { engineEnvironment } from '../../src/host/process/environment.ts';

test('what the engine needs stays, everything else goes', () => {
  const environment = engineEnvironment(
    {
      PATH: '/bin',
      HOME: '/home/x',
      TMPDIR: '/t',
      LANG: 'C.UTF-8',
      LC_ALL: 'C',
      NODE_OPTIONS: '--require evil.js',
      VSCODE_PID: '1',
      VSCODE_IPC_HOOK: 'x',
      ELECTRON_RUN_AS_NODE: '',
      ORT_DISABLE_TELEMETRY: '0',
      HF_TOKEN: 'secret',
      UNSET: undefined,
    },
    'linux',
  );
  expect(environment).toEqual({
    PATH: '/bin',
    HOME: '/home/x',
    TMPDIR: '/t',
    LANG: 'C.UTF-8',
    LC_ALL: 'C',
    ELECTRON_RUN_AS_NODE: '1',
    ORT_DISABLE_TELEMETRY: '1',
  });
});

test('Windows writes the same names in another case', () => {
  const environment = engineEnvironment({ Path: 'C:\\', SystemRoot: 'C:\\Windows', Temp: 't', TMP: 't', Vscode_Pid: '1' }, 'win32');
  expect(Object.keys(environment).sort()).toEqual(['ELECTRON_RUN_AS_NODE', 'ORT_DISABLE_TELEMETRY', 'Path', 'SystemRoot', 'TMP', 'Temp']);
});
