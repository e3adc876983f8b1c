import { SCALE_UNITS, STRENGTHS } from '../../../src/core/scale.ts';
import { TABS, type Tab } from '../../../src/core/state/pages.ts';
import { PLACES, SECTIONS, type Place, type SectionId } from '../../../src/core/state/sections.ts';
import { HEATS, PAIR_PICTURES, sourceOf, type ViewAction } from '../../../src/core/state/viewState.ts';
import { standsInText } from '../../../src/core/text/token.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { PartName } from '../../../src/protocol/panelParts.ts';
import { comparedText, compareWord } from '../../../src/session/comparison.ts';
import { checkByRemoval } from '../../../src/session/groundedAnswer.ts';
import { textUnit } from '../../support/textUnit.ts';
import { Gestures, type Gesture } from './gesture.ts';
import { wantedParts } from './wantedParts.ts';

const SECTION_IDS = Object.keys(SECTIONS) as SectionId[];
const PLACE_IDS = Object.keys(PLACES) as Place[];

/** What a person does with the text on screen, in the editor and on the pages of the panel. */
export class PageGestures extends Gestures {
  readonly all: readonly Gesture[] = [
    ['point', 8, () => this.point()],
    ['select words', 2, () => this.select()],
    ['link', 3, () => this.link()],
    ['look at link', 1.5, () => this.lookAtLink()],
    ['unlink', 0.5, () => this.unlink()],
    ['set', 8, () => this.set()],
    ['seek', 1, () => this.seek(this.random.pick(PLACE_IDS))],
    ['fold', 1.5, () => this.fold()],
    ['all terms', 0.5, () => this.listTerms()],
    ['panel', 3, () => this.world.turn('panel')],
    ['compact view', 1, () => this.world.turn('compact')],
    ['compare', 1.5, () => this.compare()],
    ['name group', 1, () => this.nameGroup()],
    ['variant', 1.5, () => this.showVariant()],
    ['check by removal', 4, () => this.checkByRemoval()],
    ['influence', 4, () => this.studyInfluence()],
    ['look at comparison', 2, () => this.look('compare')],
    ['look at heads', 1, () => this.look('attention')],
    ['stop part', 1.5, () => this.onPart(name => this.world.requests.cancel(name))],
    ['retry part', 1.5, () => this.onPart(name => this.world.requests.retry(name))],
    ['list tokens', 1.5, () => this.listTokens()],
    ['point at token', 3, () => this.pointAtToken()],
    ['explored tokens', 0.5, () => this.closeTokens()],
    ['about the model', 1, () => this.askAboutModel()],
    ['word vectors', 0.7, () => this.chooseVectors()],
  ];

  private point(): unknown {
    const { explorer } = this.world;
    const { exploration, state } = explorer;
    if (!exploration) return 'nothing shown';
    const units = sequenceOf(exploration.summary)[state.level];
    const unit = this.random.below(4) === 0 ? null : this.random.below(units.length);
    const type = this.random.pick(['hover', 'hover', 'pin', 'cursor', 'cell'] as const);
    if (type === 'cell')
      explorer.dispatch({ type, cell: unit === null ? null : [textUnit(unit), textUnit(this.random.below(units.length))] });
    else {
      explorer.dispatch({ type, unit: unit === null ? null : textUnit(unit) });
      this.expected.points(({ hover: 'hovered', pin: 'pinned', cursor: 'cursor' } as const)[type], unit === null ? null : units[unit]!);
    }
    return [type, unit];
  }

  private select(): unknown {
    const { explorer } = this.world;
    const { exploration, state } = explorer;
    if (!exploration) return 'nothing shown';
    const units = sequenceOf(exploration.summary)[state.level];
    const from = this.random.below(units.length);
    const selected = Array.from({ length: Math.min(1 + this.random.below(4), units.length - from) }, (_, at) => from + at);
    explorer.dispatch({ type: 'select', units: selected.map(textUnit) });
    this.expected.selects(selected.map(unit => units[unit]!));
    return selected;
  }

  private link(): unknown {
    const { explorer } = this.world;
    const { exploration, state } = explorer;
    if (!exploration) return 'nothing shown';
    const units = sequenceOf(exploration.summary)[state.level];
    const from = this.random.below(3) === 0 ? this.random.below(units.length) : null;
    const to = Array.from({ length: this.random.pick([1, 1, 2, 3]) }, () => this.random.below(units.length));
    explorer.dispatch({ type: 'link', from: from === null ? null : textUnit(from), units: to.map(textUnit) });
    this.expected.links(
      from === null ? null : units[from]!,
      to.map(unit => units[unit]!),
    );
    return [from, to];
  }

  private lookAtLink(): unknown {
    this.look('attention');
    return this.link();
  }

  private unlink(): void {
    this.world.explorer.dispatch({ type: 'unlink' });
    this.expected.linked = [];
  }

  private set(): unknown {
    const { random } = this;
    const { explorer } = this.world;
    const layers = explorer.exploration?.model.layers ?? 0;
    const actions: readonly ViewAction[] = [
      { type: 'tab', tab: random.pick(TABS) },
      { type: 'direction', direction: random.pick(['to', 'by'] as const) },
      { type: 'hideSpecial', hide: random.below(2) === 0 },
      { type: 'hideSink', hide: random.below(2) === 0 },
      { type: 'scale', scale: { unit: random.pick(SCALE_UNITS), strength: random.pick(STRENGTHS) } },
      { type: 'scaleUnit', unit: random.pick(['share', 'evenShare'] as const) },
      { type: 'heat', heat: random.pick(HEATS) },
      { type: 'hiddenState', state: random.below(layers + 1) },
      { type: 'compareFixed' },
      { type: 'influenceMode', mode: random.pick(['mask', 'omit'] as const) },
      { type: 'occurrenceContext', context: random.pick(['text', 'sentence'] as const) },
      { type: 'pairPicture', picture: random.pick(PAIR_PICTURES) },
      { type: 'bySentence', isOn: random.below(3) > 0 },
    ];
    const action = random.below(2) === 0 ? actions[0]! : random.pick(actions);
    if (action.type === 'direction') {
      const units = explorer.exploration && sequenceOf(explorer.exploration.summary)[explorer.state.level];
      const source = sourceOf(explorer.state);
      this.expected.turns(action.direction, this.world.sideOf(units && source && units[source.unit]) ?? null);
    }
    if (action.type !== 'hiddenState' || explorer.exploration) explorer.dispatch(action);
    if (action.type === 'scale') this.expected.scale = this.expected.usualScale = action.scale;
    if (action.type === 'scaleUnit') this.expected.scale = { ...this.expected.scale, unit: action.unit };
    return action;
  }

  private compare(): unknown {
    const { random } = this;
    const { explorer, documents } = this.world;
    const word = random.pick(['the', 'sat', 'a', 'cat']);
    const searched = documents.filter(({ isOpen }) => isOpen && random.below(2) === 0);
    const texts = searched.map(({ uri, text }) => comparedText(uri, uri, text));
    if (random.below(3) === 0) texts.push(comparedText(null, '', 'the end: a cat sat'));
    const comparison = compareWord(word, texts);
    if (comparison.places.length < 2) return 'nothing to compare';
    explorer.experiments.compare(comparison);
    explorer.dispatch({ type: 'tab', tab: 'compare' });
    const marks = comparison.places.map(({ text, start, end }) => ({
      uri: String(texts[text]!.uri),
      names: searched[text]?.names.slice(start, end) ?? [],
    }));
    this.expected.comparison = { word, marks };
    return [word, texts.map(({ uri }) => uri)];
  }

  private nameGroup(): void {
    this.world.explorer.experiments.nameGroup(this.random.below(4), this.random.pick(['', 'one', 'two']));
  }

  private showVariant(): unknown {
    const { explorer } = this.world;
    const { exploration, state, experiments } = explorer;
    if (!exploration || this.random.below(3) === 0) return experiments.showVariant(null);
    const unit = this.random.pick(sequenceOf(exploration.summary)[state.level].filter(standsInText));
    const replacement = this.random.pick([null, 'dog', 'two words']);
    experiments.showVariant({ unit, replacement });
    explorer.dispatch({ type: 'seek', place: 'whatIf' });
    return [unit.label, replacement];
  }

  private seek(place: Place): void {
    this.world.turn('panel', true);
    this.world.explorer.dispatch({ type: 'seek', place });
  }

  private fold(): unknown {
    const action = { type: 'section', section: this.random.pick(SECTION_IDS), isOpen: this.random.below(3) > 0 } as const;
    this.world.explorer.dispatch(action);
    return action;
  }

  private listTerms(): unknown {
    const isOpen = this.random.below(2) === 0;
    this.world.explorer.dispatch({ type: 'terms', isOpen, asked: this.random.pick([null, 'softmax']) });
    return isOpen;
  }

  private look(tab: Tab): void {
    this.world.turn('panel', true);
    this.world.explorer.dispatch({ type: 'tab', tab });
  }

  private checkByRemoval(): unknown {
    const { explorer, requests } = this.world;
    if (!explorer.exploration) return 'nothing shown';
    const sentence = this.random.pick([null, null, 0, 1]);
    this.look('attention');
    explorer.dispatch({ type: 'section', section: 'ground', isOpen: true });
    this.expected.checked = sentence ?? 'all';
    checkByRemoval(explorer, requests, sentence);
    return this.expected.checked;
  }

  private studyInfluence(): unknown {
    const { explorer } = this.world;
    const units = explorer.exploration ? sequenceOf(explorer.exploration.summary)[explorer.state.level] : [];
    const words = units.flatMap((unit, index) => (standsInText(unit) ? [index] : []));
    if (words.length === 0) return 'nothing shown';
    const unit = this.random.pick(words);
    this.world.turn('panel', true);
    explorer.dispatch({ type: 'pin', unit: textUnit(unit) });
    this.expected.points('pinned', units[unit]!);
    explorer.dispatch({ type: 'tab', tab: 'effects' });
    return units[unit]!.label;
  }

  private onPart(act: (name: PartName) => void): unknown {
    const wanted = wantedParts(this.world);
    if (wanted.length === 0) return 'nothing seen';
    const { name } = this.random.pick(wanted);
    act(name);
    return name;
  }

  private listTokens(): unknown {
    const document = this.document();
    if (!document) return 'no document';
    const target = this.world.target(document, this.random.below(document.lines.length), 1 + this.random.below(3));
    this.seek('tokens');
    this.expected.listed = target;
    this.world.explorer.lookUps.list(target, this.world.models.chosen);
    return target.text;
  }

  private pointAtToken(): unknown {
    const { lookUps } = this.world.explorer;
    if (!lookUps.tokens) return 'nothing listed';
    const token = this.random.below(6);
    lookUps.point(lookUps.tokens.id - (this.random.below(5) === 0 ? 1 : 0), token === 5 ? null : token);
    return token;
  }

  private closeTokens(): void {
    this.expected.listed = null;
    this.world.explorer.lookUps.close();
  }

  private askAboutModel(): unknown {
    const { explorer, models } = this.world;
    if (explorer.exploration) return 'a text is explored';
    this.seek('about');
    this.expected.askedModel = models.chosen.directory;
    explorer.lookUps.askAboutModel(models.chosen);
    return models.chosen;
  }

  private chooseVectors(): unknown {
    const { world } = this;
    world.vectorFile = this.random.pick([null, '/one.vec', '/two.vec']);
    if (world.vectorFile === null) world.requests.forget('wordVectors');
    else {
      world.explorer.dispatch({ type: 'tab', tab: 'vectors' });
      world.requests.retry('wordVectors');
    }
    return world.vectorFile;
  }
}
