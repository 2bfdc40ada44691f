/** Has GraphiQL's explorer read and write lists by `explorer-lists.ts`: it has no way to be told so. Pure. */

const lists = 'globalThis.explorerLists';
const select =
  'r.createElement("select",{style:{backgroundColor:"white",color:Gt.colors.string2},onChange:this.props.setArgValue,';

interface Patch {
  readonly from: string;
  readonly to: string;
  /** How often it stands in the script. */
  readonly times: number;
}

const patches: readonly Patch[] = [
  // An argument is added, to an input object and to a field.
  { from: 'value:Kt(Ln,mt,Yt)}', to: `value:${lists}.write(mt.type,Kt(Ln,mt,Yt))}`, times: 1 },
  { from: 'value:Kt(qn,Yt,Cn)}', to: `value:${lists}.write(Yt.type,Kt(qn,Yt,Cn))}`, times: 1 },
  // A value is entered, in either.
  { from: '{value:Fn}', to: `{value:${lists}.write(ge.props.arg.type,Fn)}`, times: 2 },
  // A text is shown, and an enum's value.
  { from: 'arg:Lt,argValue:gt,', to: `arg:Lt,argValue:${lists}.read(Lt.type,gt),`, times: 1 },
  {
    from: `gt.kind==="EnumValue"?Fe=${select}value:gt.value}`,
    to: `${lists}.read(Lt.type,gt).kind==="EnumValue"?Fe=${select}value:${lists}.read(Lt.type,gt).value}`,
    times: 1,
  },
];

/** @throws Error for a script that is not the one it was written for: the package's version is exact */
export function patchExplorer(script: string): string {
  return patches.reduce((text, { from, to, times }) => {
    const parts = text.split(from);
    if (parts.length !== times + 1)
      throw new Error(
        `the explorer has ${parts.length - 1} places like "${from}" in place of ${times}: see web/graphiql/patch-explorer.ts`,
      );
    return parts.join(to);
  }, script);
}
