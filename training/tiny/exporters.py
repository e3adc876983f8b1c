"""How graphs come out of PyTorch: TorchScript and dynamo, with a cache and without."""

import warnings

import onnx
import torch
from transformers import DynamicCache

BATCH, TOKENS, PAST = 2, 7, 3


class Plain(torch.nn.Module):
    """Tensors in, one tensor out; no cache."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors):
        extra = {"use_cache": False} if "lm_head" in dir(self.model) or hasattr(self.model, "embed_out") else {}
        output = self.model(**dict(zip(self.names, tensors)), **extra)
        return output.logits if "logits" in output else output.last_hidden_state


class WithCache(torch.nn.Module):
    """Tensors in, then all past keys and values; logits out, then all present ones."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors):
        named, past = tensors[: len(self.names)], tensors[len(self.names) :]
        cache = DynamicCache(list(zip(past[::2], past[1::2])))
        output = self.model(**dict(zip(self.names, named)), past_key_values=cache, use_cache=True)
        present = [part for layer in output.past_key_values.layers for part in (layer.keys, layer.values)]
        return output.logits, *present


def example(architecture, past=0):
    """[batch, tokens] tensors in the order of the architecture's inputs."""
    ids = torch.randint(5, 250, (BATCH, TOKENS), generator=torch.Generator().manual_seed(1))
    mask = torch.ones(BATCH, TOKENS + past, dtype=torch.int64)
    if architecture.kind == "encoder":
        mask[1, 5:] = 0
    known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": torch.zeros_like(ids)}
    known["position_ids"] = torch.arange(past, past + TOKENS).expand(BATCH, -1).contiguous()
    return known


def cache_shapes(model):
    config = model.config
    heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
    size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return config.num_hidden_layers, heads, size


def export(architecture, path, how, opset, attention="eager", past=False, positions=False):
    """Writes the graph to `path`. @param how 'torchscript' or 'dynamo'"""
    path.parent.mkdir(parents=True, exist_ok=True)
    # "best": what the architecture uses by itself.
    model = architecture.build(attention if attention != "best" else "sdpa" if architecture.model._supports_sdpa else "eager")
    names = [*architecture.inputs, *(["position_ids"] if positions else [])]
    known = example(architecture, PAST if past else 0)
    arguments = [known[name] for name in names]
    axes = {name: {0: "batch", 1: "tokens"} for name in names}
    output = ["logits" if architecture.kind == "decoder" else "last_hidden_state"]
    module = (WithCache if past else Plain)(model, names)
    inputs = list(names)
    if past:
        layers, heads, size = cache_shapes(model)
        axes["attention_mask"] = {0: "batch", 1: "total"}
        for layer in range(layers):
            for part in ("key", "value"):
                inputs.append(f"past_key_values.{layer}.{part}")
                axes[inputs[-1]] = {0: "batch", 2: "past"}
                arguments.append(torch.randn(BATCH, heads, PAST, size))
                output.append(f"present.{layer}.{part}")
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        if how == "torchscript":
            torch.onnx.export(
                module.eval(), tuple(arguments), path, input_names=inputs, output_names=output, dynamic_axes=axes, opset_version=opset, dynamo=False
            )
        else:
            shapes = (tuple({axis: torch.export.Dim.DYNAMIC for axis in axes[name]} for name in inputs),)
            torch.onnx.export(
                module.eval(), tuple(arguments), path, input_names=inputs, output_names=output, dynamic_shapes=shapes, dynamo=True,
                opset_version=opset, external_data=False, verbose=False,
            )
    onnx.save(strip(onnx.load(path)), path)


def strip(model):
    """Removes what exporters write about the machine they ran on: stack traces, paths, and shapes that can be inferred."""
    del model.metadata_props[:], model.graph.value_info[:]
    model.graph.doc_string = ""
    for part in [model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del part.metadata_props[:]
        part.doc_string = ""
    for function in model.functions:
        del function.metadata_props[:], function.value_info[:]
        for node in function.node:
            del node.metadata_props[:]
    return model
