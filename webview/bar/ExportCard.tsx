import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  isSaved,
  TABLE_FORMATS,
  VIEW_PICTURES,
  type FileColours,
  type PictureKind,
  type TableKind,
  type Take,
} from '../../src/core/export/kinds.ts';
import { TEXT_FILES } from '../../src/core/export/commandLine.ts';
import { nameOfPicture } from '../../src/draw/files/picture.ts';
import { Choice } from '../controls/Choice.tsx';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { useOffer, type Taking } from './useOffer.ts';

const NAMES = { markdown: 'Markdown', tsv: 'TSV', latex: 'LaTeX' } as const;

/** What can be taken away of what is shown: copied at once, or saved by VS Code's dialogue. */
export function ExportCard({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { state, word, labels, snapshot } = scene;
  const { source } = word;
  const parts = Object.values(snapshot.parts).map(({ kind }) => kind);
  const taking = useOffer(post, [
    scene.matrix,
    source,
    state.view,
    state.direction,
    state.hideSpecial,
    state.hideSink,
    state.tab,
    parts.join(),
  ]);
  const { offer } = taking;
  const [colours, setColours] = useState<FileColours | null>(null);
  const answers = offer?.answers ?? [];
  const tables: readonly (readonly [TableKind, string])[] = [
    ...(source === null ? [] : ([['row', `Row of ${labels[source]!}`], ['heads', `Heads of ${labels[source]!}`]] as const)), // prettier-ignore
    ['matrix', 'Every Word'],
    ...answers.map(kind => [kind, nameOfPicture(kind)] as const),
  ];
  const pictures = [...VIEW_PICTURES, ...answers].map(kind => [kind, nameOfPicture(kind)] as const);
  const [wishedTable, setTable] = useState<TableKind | null>(null);
  const [wishedPicture, setPicture] = useState<PictureKind>('words');
  const table = tables.find(([kind]) => kind === wishedTable)?.[0] ?? tables[0]![0];
  const picture = pictures.find(([kind]) => kind === wishedPicture)?.[0] ?? 'words';
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => card.current!.querySelector<HTMLElement>('button:not(:disabled)')?.focus(), []);
  const button = (label: string, take: Take, disabled = false) => (
    <TakeButton label={label} take={take} taking={taking} disabled={disabled} />
  );
  return (
    <div role="dialog" aria-label="Take it away" ref={card}>
      <div class="export-head">
        <h2>Take it away</h2>
        <span class="dim">{offer?.caption}</span>
      </div>
      <span class="unseen" aria-live="polite">
        {taking.said}
      </span>
      <h3>Copy</h3>
      <Row name="Sentence">{button('Copy', { of: null, as: 'sentence' }, source === null)}</Row>
      <Row name={<Kinds name="Table" kinds={tables} value={table} onChange={setTable} />}>
        {TABLE_FORMATS.map(format => button(NAMES[format], { of: table, as: format }))}
      </Row>
      <Row name={<Kinds name="Picture" kinds={pictures} value={picture} onChange={setPicture} />}>
        {button('Copy', { of: picture, as: 'picture' })}
      </Row>
      <Row name="Command line">{button('Copy', { of: null, as: 'line' })}</Row>
      <pre class="export-line" tabIndex={0} aria-label="Command line">
        {offer?.line ?? ' '}
      </pre>
      {offer && offer.files.length > 0 && (
        <p class="note">
          {offer.files.map(name => `It reads the ${name} from a file ${TEXT_FILES[name]}, which you save it to.`).join(' ')}
        </p>
      )}
      <h3 class="export-part">Save as</h3>
      <Row name={<Chosen name="Picture" of={nameIn(pictures, picture)} />}>
        {button('SVG', { of: picture, as: 'svg' })}
        {button('PNG', { of: picture, as: 'png' })}
      </Row>
      <Row name={<Chosen name="Table" of={nameIn(tables, table)} />}>{button('CSV', { of: table, as: 'csv' })}</Row>
      <Row name="All heads">
        {button('HTML', { of: null, as: 'html' })}
        {button('NPZ', { of: null, as: 'npz' })}
      </Row>
      <Row name="All heads for">
        {button('BertViz', { of: null, as: 'bertviz' })}
        {button('CircuitsVis', { of: null, as: 'circuitsvis' })}
      </Row>
      <Row name="Run">{button('JSON', { of: null, as: 'json' })}</Row>
      <Row name="Colours">
        <Choice
          name="Colours of pictures and pages"
          options={[
            ['theme', 'Theme'],
            ['print', 'Print'],
          ]}
          value={colours ?? offer?.colours ?? 'theme'}
          onChange={value => {
            setColours(value);
            post({ type: 'fileColours', colours: value });
          }}
        />
      </Row>
      <div class="export-part export-end">
        <button type="button" class="link" onClick={() => post({ type: 'command', command: 'keepThis' })}>
          Keep This
        </button>
        <span class="dim">as a finding, with a note</span>
        <p class="note">Each file carries model, heads, direction, level and the text’s hash.</p>
      </div>
    </div>
  );
}

function Row({ name, children }: { readonly name: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <div class="export-row">
      <span class="export-name">{name}</span>
      <span class="export-buttons">{children}</span>
    </div>
  );
}

/** Of what, as it was chosen above. */
function Chosen({ name, of }: { readonly name: string; readonly of: string }) {
  return (
    <>
      {name} <span class="dim">{of}</span>
    </>
  );
}

function nameIn<Kind>(kinds: readonly (readonly [Kind, string])[], kind: Kind): string {
  return kinds.find(([other]) => other === kind)![1];
}

/** Which of several, as a list of its own. */
function Kinds<Kind extends string>({
  name,
  kinds,
  value,
  onChange,
}: {
  readonly name: string;
  readonly kinds: readonly (readonly [Kind, string])[];
  readonly value: Kind;
  readonly onChange: (kind: Kind) => void;
}) {
  return (
    <span class="picker export-kinds">
      <select aria-label={name} title={name} value={value} onChange={event => onChange(event.currentTarget.value as Kind)}>
        {kinds.map(([kind, text]) => (
          <option key={kind} value={kind}>
            {text}
          </option>
        ))}
      </select>
      <Glyph name="chevron" />
    </span>
  );
}

/** Says for a moment that it is done, in as much room. */
function TakeButton({
  label,
  take,
  taking,
  disabled,
}: {
  readonly label: string;
  readonly take: Take;
  readonly taking: Taking;
  readonly disabled: boolean;
}) {
  const isDone = taking.isDone(take);
  return (
    <button type="button" class="take" disabled={disabled} onClick={() => taking.take(take)}>
      <span class={isDone ? 'hidden-text' : ''}>{label}</span>
      <span class={isDone ? '' : 'hidden-text'}>{isSaved(take.as) ? 'Saved' : 'Copied'}</span>
    </button>
  );
}
