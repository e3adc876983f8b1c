import { has, lackInBrief } from '../../../src/core/model/capability.ts';
import type { ComponentChildren } from 'preact';
import { formatCount, formatShort, formatShortSigned } from '../../../src/core/describe/numbers.ts';
import { nameOfHeat, nameOfState } from '../../../src/core/describe/heat.ts';
import { heatsOf } from '../../../src/core/state/heats.ts';
import type { Heat } from '../../../src/core/state/viewState.ts';
import type { WordView } from '../../../src/core/state/viewModel.ts';
import type { LikenessSlice, WordVectorSlice } from '../../../src/protocol/embeddingApi.ts';
import type { WordVectorPart } from '../../../src/protocol/panelParts.ts';
import type { EmbeddingViews } from '../../../src/draw/views/vectors.ts';
import type { Scene } from '../../scene.ts';
import { scrollAlike } from '../../hooks/scrollAlike.ts';
import { AttentionMeaning, AttentionName } from '../../controls/AttentionName.tsx';
import { Glyph } from '../../controls/Glyph.tsx';
import { Lack } from '../../controls/Lack.tsx';
import { CommandButton } from '../../controls/Messages.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';
import { TextRow } from '../../charts/TextRow.tsx';
import type { Post } from '../../host.ts';

/** The text by word embedding, by vector, by attention, and by the vectors of a file when there is one: each in its hue, all scrolled alike. */
export function LikenessStrips({
  scene,
  views,
  likeness,
  file,
  post,
  children,
}: {
  readonly scene: Scene;
  readonly views: EmbeddingViews;
  readonly likeness: LikenessSlice | null;
  readonly file: WordVectorPart | null;
  readonly post: Post;
  /** What there is to say of the cosines of vectors. */
  readonly children?: ComponentChildren;
}) {
  const strip = (name: string, word: WordView, format = formatShortSigned) => (
    <TextRow scene={scene} word={word} name={name} numbered={word.order.slice(0, 3)} format={format} post={post} />
  );
  const switchTo = (heat: Heat) => <ShowInEditor scene={scene} heat={heat} post={post} />;
  const withoutVectors = !has(scene.model, 'hidden-states');
  return (
    <div class="compare" onScrollCapture={scrollAlike}>
      <Strip
        hue="fixed"
        title={<Term id="static-embedding">Word embedding</Term>}
        detail={
          <>
            <Term id="cosine">cosine</Term>, before any layer and before positions
          </>
        }
        tools={switchTo('fixed')}
      >
        {has(scene.model, 'word-vectors') ? strip('Text by word embedding', views.fixed) : <Lack of="word-vectors" short />}
      </Strip>
      <Strip
        hue="contextual"
        title={
          <>
            <Term id="contextual-embedding">Vector</Term> {!withoutVectors && nameOfState(scene.state.hiddenState, scene.model.layers)}
          </>
        }
        detail={detailOfVector(scene, likeness)}
        tools={switchTo('contextual')}
      >
        {withoutVectors ? <Lack of="hidden-states" short terms={[['layers', 'layer']]} /> : strip('Text by vector', views.contextual)}
        {children}
      </Strip>
      <Strip
        hue="attention"
        title={<AttentionName scene={scene} />}
        detail={<AttentionMeaning scene={scene} />}
        tools={switchTo('attention')}
      >
        {strip('Text by attention', views.attention, formatShort)}
      </Strip>
      <FileStrip scene={scene} file={file} post={post}>
        {strip('Text by the vectors of the file', views.file)}
      </FileStrip>
    </div>
  );
}

function Strip({
  hue,
  title,
  state,
  detail,
  tools,
  children,
}: {
  /** Which colours `.heat-N` has inside: those that mean the same in the editor. */
  readonly hue: 'fixed' | 'contextual' | 'attention';
  readonly title: ComponentChildren;
  /** How far what it shows is, as in a Section. */
  readonly state?: ComponentChildren;
  readonly detail: ComponentChildren;
  /** At the end of the line. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={`section sub-section hue-${hue}`}>
      <div class="heading-row wraps">
        <h3>
          <i class="hue-mark" />
          {title}
        </h3>
        {state}
        <div class="aside aside-text">{detail}</div>
        {tools}
      </div>
      {children}
    </section>
  );
}

/** The same switch as in *Colour*: what the words of the editor are coloured by. */
function ShowInEditor({ scene: { state, model }, heat, post }: { readonly scene: Scene; readonly heat: Heat; readonly post: Post }) {
  if (!heatsOf(model).includes(heat)) return null;
  if (heat === state.heat)
    return (
      <span class="in-editor note">
        <Glyph name="check" extra="small" /> in the editor
      </span>
    );
  return (
    <button
      type="button"
      class="link in-editor"
      aria-label={`Show in Editor: ${nameOfHeat(heat, state.hiddenState, model.layers)}`}
      onClick={() => post({ type: 'heat', heat })}
    >
      Show in Editor
    </button>
  );
}

/** The strip of a vector file, or the button that opens one. */
function FileStrip({
  scene,
  file,
  post,
  children,
}: {
  readonly scene: Scene;
  readonly file: WordVectorPart | null;
  readonly post: Post;
  readonly children: ComponentChildren;
}) {
  const button = <CommandButton command="chooseWordVectors" post={post} look="link" />;
  const state = <PartState scene={scene} name="wordVectors" doing="Reading the vectors of the words" post={post} />;
  if (file === null)
    return (
      <div class="file-choice">
        {button}
        <span class="note">
          <Term id="word-vectors">word2vec, GloVe or fastText</Term>, as a further strip
        </span>
        {state}
      </div>
    );
  const { slice, name } = file;
  const missing = slice.missing.filter(unit => scene.units[unit]!.start >= 0);
  return (
    <Strip
      hue="fixed"
      title={
        <>
          <Term id="word-vectors">{slice.format}</Term>: <Quoted text={name} />
        </>
      }
      detail={`${formatCount(slice.count)} vectors, ${formatCount(slice.width)} numbers each`}
    >
      {children}
      <p class="note">
        {missing.length > 0 && (
          <>
            No vector for <MissingWords labels={missing.map(unit => scene.units[unit]!.label)} />.{' '}
          </>
        )}
        {slice.broken > 0 && brokenNote(slice)}
        {slice.hasPaths &&
          'The words of the file are written like /c/en/word (ConceptNet): save them without what stands before the word. '}
        {button}
      </p>
    </Strip>
  );
}

function brokenNote({ broken, format }: WordVectorSlice): string {
  const unit = format === 'word2vec binary' ? 'record' : 'line';
  return `${formatCount(broken)} broken ${broken === 1 ? `${unit} was` : `${unit}s were`} passed over. `;
}

const NAMED = 5;

function MissingWords({ labels }: { readonly labels: readonly string[] }) {
  const words = [...new Set(labels)];
  return (
    <>
      {words.slice(0, NAMED).map((label, place) => (
        <>
          {place > 0 && ', '}
          <Quoted text={label} />
        </>
      ))}
      {words.length > NAMED && ` and ${words.length - NAMED} more words`}
    </>
  );
}

function detailOfVector({ state, model }: Scene, likeness: LikenessSlice | null): string {
  if (!has(model, 'hidden-states')) return lackInBrief('hidden-states');
  const waits = likeness !== null && likeness.state !== state.hiddenState;
  return waits ? `still ${nameOfState(likeness.state, model.layers)}` : 'cosine, same two words in this text';
}
