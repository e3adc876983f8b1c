import type { MethodOf, ParametersOf, ResultOf, Step } from '../protocol/rpc.ts';
import type { EngineApi } from '../protocol/engineMethods.ts';

/** What the host needs of the engine process; errors are `FaultError`s. */
export interface EngineClient {
  call<M extends MethodOf<EngineApi>>(
    method: M,
    parameters: ParametersOf<EngineApi, M>,
    signal?: AbortSignal,
    onStep?: (step: Step) => void,
  ): Promise<ResultOf<EngineApi, M>>;
}
