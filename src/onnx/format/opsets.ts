import { concatenate, lengthDelimited, unsignedField } from './protobufWriter.ts';
import type { MessageReader } from './wire.ts';

/** Field numbers of OperatorSetIdProto in onnx.proto. */
const OPSET = { domain: 1, version: 2 } as const;

/** An operator set that a model or a function is written in; the standard domain is ''. */
export function readOpset(message: MessageReader): [domain: string, version: number] {
  let [domain, version] = ['', 0];
  while (message.next()) {
    if (message.field === OPSET.domain) domain = message.name();
    else if (message.field === OPSET.version) version = message.unsigned();
  }
  return [domain === 'ai.onnx' ? '' : domain, version];
}

/** The same as the field of this number. */
export function opsetField(field: number, domain: string, version: number): Uint8Array<ArrayBuffer> {
  return lengthDelimited(field, concatenate([lengthDelimited(OPSET.domain, domain), unsignedField(OPSET.version, version)]));
}
