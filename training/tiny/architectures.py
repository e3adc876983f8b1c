"""The architectures, each a few thousand weights: 2 or 3 layers, 4 heads, 300 entries."""

import dataclasses
import re

import torch
import transformers as hf

from .tokenizers_of import TEXTS, VOCABULARY_SIZE, byte_level, word_piece


@dataclasses.dataclass(frozen=True)
class Architecture:
    kind: str  # 'decoder' or 'encoder'
    model: type
    config: object
    tokenizer: object
    inputs: tuple = ("input_ids", "attention_mask")
    about: str = ""
    optimiser: str = ""  # model_type of onnxruntime.transformers.optimizer
    norms: float = 1.0  # weights of normalisations are drawn around it
    texts: tuple = tuple(TEXTS)

    def build(self, attention="eager"):
        """The model with its weights; the same ones for every kind of attention."""
        config = self.config()
        config._attn_implementation = attention
        config._experts_implementation = "batched_mm"  # what the exporters can follow
        torch.manual_seed(7)
        return randomise(self.model(config), self.norms)


QUERY_OR_KEY = r"(query|key|q_lin|k_lin|q_proj|k_proj|c_attn|query_key_value|attn\.[qk]|attn\.Wqkv|qkv_proj)\.weight$"
NORM = r"(norm|ln_\w+)\w*\.weight$"


def randomise(model, norms=1.0, seed=7):
    """Draws all weights anew. Queries and keys get large ones: with the usual initialisation all maps would look uniform."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if not parameter.requires_grad:
            continue  # sinusoids are given, not learned
        if re.search(QUERY_OR_KEY, name):
            parameter.data = 0.25 * noise
        elif re.search(r"(q_norm|k_norm)\.weight$", name):
            parameter.data = norms + 0.6 + 0.1 * noise
        elif re.search(NORM, name, re.IGNORECASE):
            parameter.data = norms + 0.1 * noise
        elif re.search(r"(embed|wte|wpe|shared)", name) and parameter.dim() == 2:
            parameter.data = 0.5 * noise
        elif name.endswith("sinks"):
            parameter.data = 1 + noise
        else:
            parameter.data = (0.1 if parameter.dim() == 1 else 0.15) * noise
    return model.eval()


IDS = dict(bos_token_id=0, pad_token_id=1, eos_token_id=2)
WORD_PIECE_IDS = dict(pad_token_id=0, bos_token_id=2, eos_token_id=3)
DECODER = dict(vocab_size=VOCABULARY_SIZE, max_position_embeddings=128, **IDS)
GROUPED = dict(  # a width of 32 with heads of 16: the head size is not width / heads, and the fused kernels want a multiple of 16
    hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=16, **DECODER
)
WIDE = dict(hidden_size=64, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, **DECODER)
ENCODER = dict(
    hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=64, vocab_size=VOCABULARY_SIZE
)


def plain():
    return byte_level(None, None)


def with_first():
    return byte_level("<s>", None)


def framed():
    return byte_level("<s>", "</s>")


def decoder(model, config, about="", tokenizer=plain, **more):
    return Architecture("decoder", model, config, tokenizer, about=about, **more)


def encoder(model, config, about="", tokenizer=word_piece, segments=False, **more):
    inputs = ("input_ids", "attention_mask", "token_type_ids") if segments else ("input_ids", "attention_mask")
    return Architecture("encoder", model, config, tokenizer, inputs, about, **more)


ARCHITECTURES = {
    "llama": decoder(hf.LlamaForCausalLM, lambda: hf.LlamaConfig(**GROUPED), "grouped heads, rotary", with_first),
    "gpt2": decoder(
        hf.GPT2LMHeadModel,
        lambda: hf.GPT2Config(n_embd=32, n_layer=2, n_head=4, n_positions=128, vocab_size=VOCABULARY_SIZE, **IDS),
        "learned positions, packed projection",
        optimiser="gpt2",
    ),
    "qwen3": decoder(hf.Qwen3ForCausalLM, lambda: hf.Qwen3Config(tie_word_embeddings=True, **GROUPED), "norms on queries and keys"),
    "gemma2": decoder(
        hf.Gemma2ForCausalLM,
        lambda: hf.Gemma2Config(**{**GROUPED, "num_hidden_layers": 3}, query_pre_attn_scalar=16, sliding_window=8, attn_logit_softcapping=5.0),
        "soft cap of 5, scaled embedding, every second layer looks back 8 tokens",
        with_first,
        norms=0.0,
    ),
    "smollm2": decoder(hf.LlamaForCausalLM, lambda: hf.LlamaConfig(tie_word_embeddings=True, **GROUPED), "Llama with one table for both ends"),
    "mistral": decoder(hf.MistralForCausalLM, lambda: hf.MistralConfig(sliding_window=8, **GROUPED), "looks back 8 tokens", with_first),
    "qwen2": decoder(hf.Qwen2ForCausalLM, lambda: hf.Qwen2Config(**{k: v for k, v in WIDE.items()}, num_key_value_heads=2), "biases on queries, keys, values"),
    "gemma3": decoder(
        hf.Gemma3ForCausalLM,
        lambda: hf.Gemma3TextConfig(**{**GROUPED, "num_hidden_layers": 3}, query_pre_attn_scalar=16, sliding_window=8, sliding_window_pattern=3),
        "two rotary bases, two of three layers look back 8 tokens",
        with_first,
        norms=0.0,
    ),
    "gpt-neox": decoder(hf.GPTNeoXForCausalLM, lambda: hf.GPTNeoXConfig(rotary_pct=0.5, **WIDE), "Pythia: parallel blocks, half of each head rotates"),
    "opt": decoder(
        hf.OPTForCausalLM,
        lambda: hf.OPTConfig(
            hidden_size=32, word_embed_proj_dim=32, ffn_dim=48, num_hidden_layers=2, num_attention_heads=4, **{**DECODER, "bos_token_id": 2}
        ),
        "positions from 2",
    ),
    "bloom": decoder(
        hf.BloomForCausalLM,
        lambda: hf.BloomConfig(hidden_size=32, n_layer=2, n_head=4, vocab_size=VOCABULARY_SIZE, **IDS),
        "ALiBi",
    ),
    "phi": decoder(hf.PhiForCausalLM, lambda: hf.PhiConfig(partial_rotary_factor=0.5, **{**WIDE, "num_attention_heads": 2}), "parallel blocks, half of each head rotates"),
    "gpt-oss": decoder(
        hf.GptOssForCausalLM,
        lambda: hf.GptOssConfig(**GROUPED, sliding_window=8, num_local_experts=2, num_experts_per_tok=1),
        "a sink in the softmax, every second layer looks back 8 tokens, experts",
    ),
    "roberta": encoder(
        hf.RobertaModel, lambda: hf.RobertaConfig(**ENCODER, **IDS), "positions from pad + 1", framed, optimiser="bert"
    ),
    "modernbert": encoder(
        hf.ModernBertModel,
        lambda: hf.ModernBertConfig(**ENCODER, local_attention=8, **IDS, cls_token_id=0, sep_token_id=2),
        "rotary, two of three layers attend to 4 tokens on each side",
        framed,
    ),
    "deberta-v2": encoder(
        hf.DebertaV2Model,
        lambda: hf.DebertaV2Config(
            **ENCODER, relative_attention=True, position_buckets=16, pos_att_type=["p2c", "c2p"], norm_rel_ebd="layer_norm",
            share_att_key=True, position_biased_input=False, type_vocab_size=0, pad_token_id=0,
        ),
        "disentangled attention (v3)",
    ),
    "bert": encoder(hf.BertModel, lambda: hf.BertConfig(**ENCODER), "", segments=True, optimiser="bert"),
    "distilbert": encoder(
        hf.DistilBertModel,
        lambda: hf.DistilBertConfig(dim=32, n_layers=3, n_heads=4, hidden_dim=48, max_position_embeddings=64, vocab_size=VOCABULARY_SIZE),
        optimiser="bert",
    ),
    "electra": encoder(hf.ElectraModel, lambda: hf.ElectraConfig(**ENCODER, embedding_size=16), "projected embedding", segments=True),
    "albert": encoder(
        hf.AlbertModel, lambda: hf.AlbertConfig(**ENCODER, embedding_size=16, **WORD_PIECE_IDS), "one layer's weights for all layers", segments=True
    ),
    "mpnet": encoder(hf.MPNetModel, lambda: hf.MPNetConfig(**ENCODER, **WORD_PIECE_IDS), "a relative bias for all layers"),
    "xlm-roberta": encoder(hf.XLMRobertaModel, lambda: hf.XLMRobertaConfig(**ENCODER, **IDS), "positions from pad + 1", framed),
}
