"""Files made from other files: ONNX Runtime's fusions, 16 bits, 8 bits and 4 bits."""

import numpy as np
import onnx


def fused(source, target, kind, config, several=False):
    """onnxruntime.transformers.optimizer: Attention (or MultiHeadAttention), SkipLayerNormalization and the like."""
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions(kind)
    options.use_multi_head_attention = several
    model = optimize_model(
        str(source), kind, num_heads=config.num_attention_heads, hidden_size=config.hidden_size, optimization_options=options, opt_level=0
    )
    model.save_model_to_file(str(target))


def half(source, target):
    from onnxruntime.transformers.float16 import convert_float_to_float16

    onnx.save(convert_float_to_float16(onnx.load(source), keep_io_types=True, disable_shape_infer=True), target)


def eight_bits(source, target, unsigned=False):
    """Dynamic: the commonest 8-bit form. In 7 of them, so that sums of two products fit into 16 bits: processors without VNNI cut them off, and compute
    something else than the others (maps of a tiny model apart by .3)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    weight_type = QuantType.QUInt8 if unsigned else QuantType.QInt8
    quantize_dynamic(str(source), str(target), weight_type=weight_type, per_channel=not unsigned, reduce_range=not unsigned)


def quantise_dequantise(source, target, feeds):
    """Static, QuantizeLinear and DequantizeLinear round about every product. (Round about masks, too, every score would become 0.)"""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.rest = iter(feeds)

        def get_next(self):
            return next(self.rest, None)

    quantize_static(
        str(source), str(target), Reader(), quant_format=QuantFormat.QDQ, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"], reduce_range=True,
    )


def blocks(source, target, bits=4, tables=False, block=32):
    """MatMulNBits as the Hub's converter for JavaScript writes it; with `tables` also GatherBlockQuantized."""
    from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

    kinds = ("MatMul", "Gather") if tables else ("MatMul",)
    how = DefaultWeightOnlyQuantConfig(block_size=block, is_symmetric=not tables, bits=bits, op_types_to_quantize=kinds)
    quantiser = MatMulNBitsQuantizer(onnx.load(source), algo_config=how)
    quantiser.process()
    onnx.save(quantiser.model.model, target)


def four_bit_floats(source, target, block=64):
    from onnxruntime.quantization.matmul_bnb4_quantizer import MatMulBnb4Quantizer

    quantiser = MatMulBnb4Quantizer(onnx.load(source), MatMulBnb4Quantizer.NF4, block)
    quantiser.process()
    onnx.save(quantiser.model.model, target)


def operators(path):
    counts = {}
    for node in onnx.load(path, load_external_data=False).graph.node:
        key = f"{node.domain}:{node.op_type}" if node.domain else node.op_type
        counts[key] = counts.get(key, 0) + 1
    return counts


def outputs(path, feeds_of):
    """The first output of the file for each text."""
    import onnxruntime as ort

    session = ort.InferenceSession(runnable(onnx.load(path)).SerializeToString(), quiet())
    return [session.run(None, feeds)[0][0].astype(np.float32) for feeds in feeds_of(session)]


def runnable(model):
    """Without the cache of a window, which refuses an empty one; the window itself stays."""
    for node in model.graph.node:
        kept = [attribute for attribute in node.attribute if attribute.name != "sliding_window_cache"]
        del node.attribute[:]
        node.attribute.extend(kept)
    return model


def quiet():
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 4
    return options


def exposed(path, feeds_of):
    """
    The same file with its own shares as outputs, run by ONNX Runtime in Python: attention.<layer> [heads, T, T] for each text.
    Softmax over the last axis, GroupQueryAttention and ai.onnx Attention are known.
    """
    import onnxruntime as ort

    model = runnable(onnx.load(path))
    names = []
    for node in model.graph.node:
        if node.op_type == "Softmax":
            names.append(node.output[0])
        elif node.op_type in ("GroupQueryAttention", "Attention"):
            key = "qk_output" if node.op_type == "GroupQueryAttention" else "qk_matmul_output_mode"
            kept = [attribute for attribute in node.attribute if attribute.name != key]
            del node.attribute[:]
            node.attribute.extend([*kept, onnx.helper.make_attribute(key, 2 if key == "qk_output" else 3)])
            while len(node.output) < 4:
                node.output.append("")
            node.output[3] = node.output[0] + ".weights"
            names.append(node.output[3])
    for name in names:
        model.graph.output.append(onnx.ValueInfoProto(name=name))
    session = ort.InferenceSession(model.SerializeToString(), quiet())
    results = []
    for feeds in feeds_of(session):
        values = session.run(names, feeds)
        maps = [value[0, ..., : value.shape[-2]] for value in values if value.ndim == 4]  # no router of experts, and no column of a sink
        results.append({f"attention.{layer}": np.asarray(map, np.float32) for layer, map in enumerate(maps)})
    return results
