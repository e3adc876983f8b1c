import type { GlossaryEntries } from '../entry.ts';

export const LAYER = {
  layer: {
    name: 'Layer',
    text: 'One step of the stack: attention, then a feed-forward block, each adding to the residual stream. All tokens pass through it together. Layers are counted from 0.',
    related: ['head', 'feed-forward', 'hidden-state'],
  },
  'residual-stream': {
    name: 'Residual stream and update',
    text: 'A token’s vector on its way through the layers. Each block reads it and adds its own result, the update, instead of replacing it; so what went in can still be found further up.',
    related: ['layer', 'layer-norm', 'hidden-state'],
  },
  'layer-norm': {
    name: 'LayerNorm',
    text: 'Shifts and scales a vector so that its components have mean 0 and variance 1, then applies a trained factor and offset to each component. It keeps vectors in range from layer to layer, and takes most of the meaning out of their length.',
    related: ['norm', 'residual-stream'],
  },
  'feed-forward': {
    name: 'Feed-forward block',
    text: 'The second half of a layer: two matrices with a bend (a non-linear function) between them, applied to each token by itself. It moves nothing from token to token; only attention does.',
    related: ['layer', 'attention', 'residual-stream'],
  },
} satisfies GlossaryEntries;
