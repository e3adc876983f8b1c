/** Looks of one label at an axis. */
export interface AxisLabel {
  readonly key: number;
  readonly text: string;
  readonly special: boolean;
  /** On the crosshair. */
  readonly on: boolean;
  readonly mark: '' | 'source' | 'pinned';
  /** Start of its row or column in the picture, in pixels. */
  readonly offset: number;
}

function labelClass(kind: string, { special, on, mark }: AxisLabel): string {
  return `axis ${kind}${special ? ' special' : ''}${on && mark === '' ? ' on' : ''}`;
}

/** Labels of the rows, left of the picture. */
export function RowLabels({
  labels,
  width,
  top,
  step,
}: {
  readonly labels: readonly AxisLabel[];
  readonly width: number;
  readonly top: number;
  readonly step: number;
}) {
  // About the row's middle, as high as a line of text needs, whatever the height of the row.
  const height = Math.max(12, Math.min(18, step));
  return (
    <>
      {labels.map(label => (
        <span
          key={label.key}
          class={labelClass('row-label', label)}
          style={{
            width: `${width}px`,
            top: `${top + label.offset + (step - height) / 2}px`,
            height: `${height}px`,
            lineHeight: `${height - 2}px`,
          }}
        >
          <span class={`axis-text ${label.mark}`}>{label.text}</span>
        </span>
      ))}
    </>
  );
}

/** Labels of the columns above the picture: slanted when there are many, upright about the middle of the column when it stands alone. */
export function ColumnLabels({
  labels,
  left,
  top,
  step,
  upright = false,
}: {
  readonly labels: readonly AxisLabel[];
  readonly left: number;
  readonly top: number;
  readonly step: number;
  readonly upright?: boolean;
}) {
  return (
    <>
      {labels.map(label => (
        <span
          key={label.key}
          class={labelClass(upright ? 'column-label upright' : 'column-label', label)}
          style={{ left: `${left + label.offset + step / 2 + (upright ? 0 : 4)}px`, top: `${top - 4}px` }}
        >
          <span class={`axis-text ${label.mark}`}>{label.text}</span>
        </span>
      ))}
    </>
  );
}
