/** A link to Checkly or a repository, in a tab of its own; where there is no address, what it says alone. */
import type { ComponentChildren } from 'preact';

export function Outward({
  href,
  children,
}: {
  readonly href: string | null;
  readonly children: ComponentChildren;
}) {
  if (href === null) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
