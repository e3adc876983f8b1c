import type { ComponentChildren } from 'preact';

/** A part of a page that cannot be folded: title, how far it is, something at the right, content. */
export function SubSection({
  title,
  state,
  aside,
  kind = '',
  children,
}: {
  readonly title: ComponentChildren;
  /** Its PartState: beside the title, so that what stands below moves neither when it comes nor when it goes. */
  readonly state?: ComponentChildren;
  /** In secondary colour beside the title. */
  readonly aside?: ComponentChildren;
  /** A further class, for style and tests. */
  readonly kind?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={`section sub-section ${kind}`}>
      <div class="heading-row wraps">
        <h3>{title}</h3>
        {state}
        {aside !== undefined && <div class="aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
