import { lackInShort, lackInWords, type Capability } from '../../src/core/model/capability.ts';
import type { PanelButton } from '../../src/protocol/panelActions.ts';
import type { Post } from '../host.ts';
import { CommandButton } from './Messages.tsx';
import type { TermLink } from '../linkTerms.ts';
import { WithTerms } from './Term.tsx';

/** What the model lacks, in the place of what needs it. @param short where the page says the rest elsewhere */
export function Lack({
  of,
  short = false,
  terms = [],
}: {
  readonly of: Capability;
  readonly short?: boolean;
  readonly terms?: readonly TermLink[];
}) {
  return (
    <p class="note lack">
      <WithTerms text={short ? `${lackInShort(of)}.` : lackInWords(of)} terms={terms} />
    </p>
  );
}

/** What the model does not have, in its place, with the way to a model that has it. */
export function MissingHere({
  of,
  command = 'useBuiltInModel',
  post,
}: {
  readonly of: Capability;
  /** The way out. */
  readonly command?: PanelButton;
  readonly post: Post;
}) {
  return (
    <div class="introduction">
      <p>
        <WithTerms text={lackInWords(of)} terms={[['layers', 'layer']]} />
      </p>
      <div class="buttons">
        <CommandButton command={command} post={post} look="button secondary" />
      </div>
    </div>
  );
}
