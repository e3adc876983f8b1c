import { open } from 'node:fs/promises';
import type { TensorFileRequest } from '../../protocol/headsApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { encodeNpz } from '../files/npz.ts';
import { prefixOf, tensorsOf } from '../files/tensors.ts';
import { goOn } from '../runs/goOn.ts';
import type { RunAccess } from '../runs/runAccess.ts';

/** All heads of a run as a NumPy archive, written here: they are no slice. @throws FaultError `unavailable` for a text that is held by rows; the system's error when it cannot be written */
export const writeTensors =
  (access: RunAccess) =>
  async ({ runId, file }: TensorFileRequest, context?: CallContext): Promise<null> => {
    const run = access.run(runId);
    const maps = await access.allMaps(run);
    const arrays = tensorsOf({ summary: run.summary, attention: { ...run.attention, maps }, hidden: [] }, prefixOf(run.model.summary));
    await goOn(context);
    // Never over anything that is there: who asked puts it in its place.
    const handle = await open(file, 'wx');
    try {
      for (const chunk of encodeNpz(arrays)) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return null;
  };
