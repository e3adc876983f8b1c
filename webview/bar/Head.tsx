import { useLayoutEffect } from 'preact/hooks';
import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { Progress } from '../controls/Messages.tsx';
import { TabBar } from '../controls/TabBar.tsx';
import { useWidth } from '../hooks/useSize.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { ContextBar } from './ContextBar.tsx';
import { LessonStrip } from './LessonStrip.tsx';
import { foldsAt } from './folds.ts';
import { SubjectRow } from './SubjectRow.tsx';

/** What stands at the top of every page, in every state; pages scroll below it. */
export function Head({
  snapshot,
  scene,
  theme,
  post,
}: {
  readonly snapshot: PanelSnapshot;
  /** Null: nothing that was read is on screen. */
  readonly scene: Scene | null;
  readonly theme: ThemeColors;
  readonly post: Post;
}) {
  const [head, width] = useWidth();
  const { tab, terms, lesson } = snapshot.state;
  const { lessonView } = snapshot;
  const isAboutText = scene !== null || snapshot.phase.kind === 'loading';
  const folds = foldsAt(width);
  useLayoutEffect(() => {
    const panel = head.current!.parentElement!;
    const observer = new ResizeObserver(() => panel.style.setProperty('--head-height', `${head.current!.offsetHeight}px`));
    observer.observe(head.current!);
    return () => observer.disconnect();
  }, []);
  // A page begins at its start, wherever the last one was read.
  useLayoutEffect(() => {
    head.current!.parentElement!.scrollTop = 0;
  }, [tab]);
  return (
    <div class="head" ref={head}>
      {lesson && lessonView && <LessonStrip step={lesson} on={lessonView} post={post} />}
      <ContextBar snapshot={snapshot} scene={scene} theme={theme} folds={folds} post={post} />
      {isAboutText && (
        <>
          <SubjectRow snapshot={snapshot} scene={scene} folds={folds} post={post} />
          <TabBar tab={tab} isOpen={terms === null} post={post} />
        </>
      )}
      {snapshot.phase.kind === 'loading' && <Progress step={snapshot.phase.step} />}
    </div>
  );
}
