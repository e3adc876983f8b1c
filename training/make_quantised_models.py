"""Makes test/fixtures/quantised/: one small encoder in every form in which exporters store or compute numbers of few bits.

The model is test/fixtures/models/bert-sdpa-dynamo (random weights). Each FORM.onnx has its entry in reference.json: the names of its Softmax
outputs, found here by operator and not by the code under test, and where the weights that ONNX Runtime gives them in Python start in
reference.bin (little-endian float32, [layers, heads, tokens, tokens] for the ids of the first reference text of the model). Rows of the word
table, as the nodes compute them, follow: [rows, width] for the ids of "rows".

    python3 -m venv venv && venv/bin/pip install onnx onnx_ir onnxruntime onnxconverter-common numpy
    venv/bin/python training/make_quantised_models.py
"""

import json
import logging
import pathlib
import warnings

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxconverter_common import float16
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.matmul_bnb4_quantizer import MatMulBnb4Quantizer
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

warnings.filterwarnings("ignore")
logging.disable(logging.INFO)
FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures"
MODEL = FIXTURES / "models" / "bert-sdpa-dynamo"
OUT = FIXTURES / "quantised"
ROWS = [5, 0, 181, 60]


class Texts(CalibrationDataReader):
    """Random ids, which ranges of activations are taken over."""

    def __init__(self):
        random = np.random.default_rng(0)
        ones = np.ones((1, 12), np.int64)
        self.feeds = iter([feeds_of(random.integers(5, 180, (1, 12)), ones) for _ in range(8)])

    def get_next(self):
        return next(self.feeds, None)


def feeds_of(ids, ones):
    return {"input_ids": ids.astype(np.int64), "attention_mask": ones, "token_type_ids": 0 * ones}


def load():
    model = onnx.load(MODEL / "onnx" / "model.onnx")
    for part in [model, model.graph, *model.graph.node, *model.graph.value_info]:
        del part.metadata_props[:]
        part.doc_string = ""
    return model


def dynamic(path, **options):
    quantize_dynamic(load(), path, weight_type=QuantType.QUInt8, **options)


def static(path, quant_format, **options):
    types = {"weight_type": QuantType.QInt8, "activation_type": QuantType.QUInt8}
    per_channel = quant_format == QuantFormat.QDQ
    quantize_static(load(), path, Texts(), quant_format=quant_format, per_channel=per_channel, reduce_range=True, **types, **options)


def in_bits(path, bits, accuracy=None, model=None):
    quantizer = MatMulNBitsQuantizer(
        model or load(), bits=bits, block_size=16, is_symmetric=bits != 4, accuracy_level=accuracy, op_types_to_quantize=("MatMul", "Gather")
    )
    quantizer.process()
    onnx.save(quantizer.model.model, path)


def bitsandbytes(path):
    quantizer = MatMulBnb4Quantizer(load(), MatMulBnb4Quantizer.NF4, 32)
    quantizer.process()
    onnx.save(quantizer.model.model, path)


def in_halves():
    return float16.convert_float_to_float16(load())


def stored_as_bfloat16(path):
    """Every matrix in bfloat16, made float32 where it is used: no kernel of the CPU computes in bfloat16."""
    model = load()
    casts = []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2:
            continue
        name = tensor.name
        upper = ((values.view(np.uint32) + 0x7FFF + ((values.view(np.uint32) >> 16) & 1)) >> 16).astype(np.uint16)
        tensor.CopyFrom(helper.make_tensor(f"{name}.bf16", TensorProto.BFLOAT16, values.shape, upper.tobytes(), raw=True))
        casts.append(helper.make_node("Cast", [f"{name}.bf16"], [name], to=TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)


def computed_table(path):
    """The word table as 8-bit numbers that the graph casts and multiplies by a scale per row; the other matrices likewise by column."""
    model = load()
    made = []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2:
            continue
        name = tensor.name
        scale = (np.abs(values).max(axis=1, keepdims=True) / 127).astype(np.float32)
        scale[scale == 0] = 1
        tensor.CopyFrom(numpy_helper.from_array(np.round(values / scale).astype(np.int8), f"{name}.int8"))
        model.graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
        made.append(helper.make_node("Cast", [f"{name}.int8"], [f"{name}.float"], to=TensorProto.FLOAT))
        made.append(helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]))
    nodes = made + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)


FORMS = {
    "dynamic": dynamic,
    "qdq": lambda path: static(path, QuantFormat.QDQ),
    "qoperator": lambda path: static(path, QuantFormat.QOperator),
    "q8": lambda path: in_bits(path, 8),
    "q4": lambda path: in_bits(path, 4, accuracy=4),
    "q2": lambda path: in_bits(path, 2),
    "bnb4": bitsandbytes,
    "fp16": lambda path: onnx.save(in_halves(), path),
    "q4f16": lambda path: in_bits(path, 4, model=in_halves()),
    "bf16": stored_as_bfloat16,
    "computed": computed_table,
    # Products in whole numbers around a Softmax in floats.
    "qlinear": lambda path: static(path, QuantFormat.QOperator, op_types_to_quantize=["MatMul"]),
}


def run(model, names, feeds, qdq_in_floats):
    exposed = onnx.ModelProto()
    exposed.CopyFrom(model)
    exposed.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    if qdq_in_floats:
        options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = ort.InferenceSession(exposed.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(names, feeds)


def table_rows(model, ids):
    """What the first sum of the embedding adds for each id: the word vectors, as the nodes give them."""
    uses = {name: node for node in model.graph.node for name in node.input}
    value = next(node for node in model.graph.node if "input_ids" in node.input and "Gather" in node.op_type).output[0]
    while not uses[value].op_type.endswith("Add"):
        if uses[value].op_type in ("Shape", "QuantizeLinear"):
            break
        value = uses[value].output[0]
    feeds = feeds_of(np.array([ids]), np.ones((1, len(ids)), np.int64))
    [rows] = run(model, [value], feeds, False)
    return rows.astype(np.float32)[0] if rows.dtype != np.uint8 else None


def main():
    OUT.mkdir(exist_ok=True)
    text = json.loads((MODEL / "reference.json").read_text())["texts"][0]
    ids = np.array([text["ids"]])
    reference = {"text": text["text"], "ids": text["ids"], "rows": ROWS, "forms": {}}
    values = []
    for form, make in FORMS.items():
        path = OUT / f"{form}.onnx"
        make(str(path))
        model = onnx.load(path)
        softmax = [node.output[0] for node in model.graph.node if node.op_type in ("Softmax", "QLinearSoftmax")]
        quantises = any("Dynamic" in node.op_type or node.op_type == "QuantizeLinear" for node in model.graph.node)
        maps = run(model, softmax, feeds_of(ids, np.ones_like(ids)), not quantises)
        rows = table_rows(model, ROWS)
        entry = {"softmax": softmax, "type": str(maps[0].dtype), "offset": sum(part.size for part in values), "hasRows": rows is not None}
        reference["forms"][form] = entry
        values += [part.astype(np.float32) for part in maps] + ([rows] if rows is not None else [])
        print(form, path.stat().st_size, entry)
    (OUT / "reference.json").write_text(json.dumps(reference, indent=1) + "\n")
    (OUT / "reference.bin").write_bytes(b"".join(part.astype("<f4").tobytes() for part in values))


main()
