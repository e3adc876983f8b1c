import type { ComponentChildren } from 'preact';

/** A part of a page: title, something at its right, content. */
export function Section({
  title,
  aside,
  kind = '',
  children,
}: {
  readonly title: ComponentChildren;
  /** In secondary colour beside the title. */
  readonly aside?: ComponentChildren;
  /** A further class, for style and tests. */
  readonly kind?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={`section ${kind}`}>
      <div class="heading-row wraps">
        <h2>{title}</h2>
        {aside !== undefined && <div class="aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
