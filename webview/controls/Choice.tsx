import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useRoving } from '../a11y/useRoving.ts';

/** A few exclusive choices side by side, as VS Code's radio: one tab stop, arrows choose. */
export function Choice<T extends string>({
  name,
  options,
  value,
  onChange,
}: {
  readonly name: string;
  readonly options: readonly (readonly [value: T, label: ComponentChildren])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(group, '[role=radio]', {
    preferred: options.findIndex(([option]) => option === value),
    moved: index => onChange(options[index]![0]),
  });
  return (
    <div class="choice named" role="radiogroup" aria-label={name} ref={group} onKeyDown={onKeyDown}>
      {options.map(([option, label]) => (
        <button type="button" key={option} role="radio" aria-checked={option === value} onClick={() => onChange(option)}>
          {label}
        </button>
      ))}
    </div>
  );
}
