import type { PanelButton } from '../../src/protocol/panelActions.ts';
import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { lookItems } from './WithinChoice.tsx';
import { hidesSink } from '../../src/core/state/viewState.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { MenuButton } from './BarButton.tsx';
import type { Folds } from './folds.ts';
import { Menu, type MenuItem } from './Menu.tsx';
import { Popover, usePopover } from './Popover.tsx';
import { toldIn } from './SubjectRow.tsx';

/** What is asked for less often, and what is folded away. */
export function MoreMenu({
  snapshot,
  scene,
  folds,
  post,
}: {
  readonly snapshot: PanelSnapshot;
  readonly scene: Scene | null;
  readonly folds: Folds;
  readonly post: Post;
}) {
  const popover = usePopover();
  const told = scene && toldIn(scene);
  const isAlone = scene === null && snapshot.phase.kind !== 'loading';
  const command = (label: string, name: PanelButton): MenuItem => ({ label, run: () => post({ type: 'command', command: name }) });
  const folded: MenuItem[] = [
    ...(folds.model || isAlone ? [] : [{ ...command('Choose Model…', 'chooseModel'), note: snapshot.modelName }]),
    ...(told === null || folds.words ? [] : [{ ...command('Choose Task or Language…', 'chooseTask'), note: told }]),
    ...(snapshot.pair && !folds.swap ? [command('Swap Texts', 'swapTexts')] : []),
    ...(snapshot.pair && !folds.oneText ? [command('One Text', 'oneText')] : []),
    ...(folds.export || scene === null ? [] : [command('Export…', 'export')]),
  ];
  const help = [
    command('About This Model', 'aboutModel'),
    { label: 'All Terms', run: () => post({ type: 'terms', isOpen: true, asked: null }) } satisfies MenuItem,
    command('Open Sample…', 'openSample'),
    command('Open Walkthrough', 'openWalkthrough'),
  ];
  return (
    <>
      <MenuButton state={popover} popup="menu" name="More Actions" title="More Actions" disabled={false} kind="icon more-tool">
        <Glyph name="more" extra="dots" />
      </MenuButton>
      {popover.isOpen && (
        <Popover state={popover}>
          <Menu
            name="More Actions"
            groups={[
              folded,
              scene
                ? [
                    ...masks(scene, post),
                    ...bySentence(snapshot, post),
                    ...(snapshot.pair && folds.looks === 'none' ? lookItems(scene, post) : []),
                  ]
                : [],
              tables(),
              help,
            ]}
            close={() => popover.close(true)}
          />
        </Popover>
      )}
    </>
  );
}

/** What is read in pieces, which way, and what is hidden. */
function masks({ state, matrix, linked }: Scene, post: Post): MenuItem[] {
  const { level, hideSpecial, direction } = state;
  const hides = hidesSink(state, matrix);
  return [
    {
      label: 'Sub-words Instead of Words',
      checked: level === 'pieces',
      run: () => post({ type: 'level', level: level === 'pieces' ? 'words' : 'pieces' }),
    },
    // In the bar there stands "both ways" for two words; pictures of the first alone have one.
    ...(linked.size === 0
      ? []
      : [
          {
            label: 'Attended by Instead of Attends To',
            checked: direction === 'by',
            run: () => post({ type: 'direction', direction: direction === 'by' ? 'to' : 'by' }),
          } satisfies MenuItem,
        ]),
    { label: 'Hide Special Tokens', checked: hideSpecial, run: () => post({ type: 'hideSpecial', hide: !hideSpecial }) },
    ...(matrix.sinks.length === 0
      ? []
      : [
          {
            label: matrix.sinks.length > 1 ? 'Hide Sinks' : 'Hide the Sink',
            checked: hides,
            run: () => post({ type: 'hideSink', hide: !hides }),
          },
        ]),
  ];
}

/** Of two texts. */
function bySentence({ bySentence: isOn }: PanelSnapshot, post: Post): MenuItem[] {
  return isOn === null ? [] : [{ label: 'Read by Sentence', checked: isOn, run: () => post({ type: 'bySentence', isOn: !isOn }) }];
}

/** The numbers of the page in tables, which stand at its end. */
function tables(): MenuItem[] {
  const details = document.querySelector<HTMLDetailsElement>('details.tables');
  if (!details) return [];
  return [
    {
      label: 'Numbers as Tables',
      run: () => {
        details.open = true;
        const summary = details.querySelector('summary')!;
        summary.focus();
        summary.scrollIntoView({ block: 'start' });
      },
    },
  ];
}
