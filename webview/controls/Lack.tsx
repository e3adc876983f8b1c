import { lackInShort, lackInWords, type Capability } from '../../src/core/model/capability.ts';
import { PAGES, type Tab } from '../../src/core/state/pages.ts';
import type { Post } from '../host.ts';
import { CommandButton } from './Messages.tsx';
import type { TermLink } from '../linkTerms.ts';
import { Section } from './Section.tsx';
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

/** A whole page that the model does not have. */
export function LackingPage({ tab, of, post }: { readonly tab: Tab; readonly of: Capability; readonly post: Post }) {
  return (
    <Section title={PAGES[tab].title} kind="introduction">
      <p>
        <WithTerms text={lackInWords(of)} terms={[['layers', 'layer']]} />
      </p>
      <div class="buttons">
        <CommandButton command="useBuiltInModel" post={post} look="button secondary" />
      </div>
    </Section>
  );
}
