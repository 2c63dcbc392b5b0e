/** The style sheet of the page. Text has a contrast of at least 4.5:1 (WCAG AA) in the light and the dark theme. */
export const style = `
:root{color-scheme:light dark;--bg:#f4f6f9;--surface:#fff;--sunk:#f7f8fa;--text:#18202c;--muted:#586274;--line:#dfe4eb;--accent:#1f54cc;
--pass:#157a3c;--fail:#c0202a;--error:#9a2fae;--unstable:#a34a00;--inconclusive:#8a5a00;--skipped:#5b6678;--unobserved:#66707f;--off:#66707f;
--fail-soft:#fdecec;--pass-soft:#e9f6ee;--warn-soft:#fff5e0;--shadow:0 1px 2px rgb(16 24 40/.06),0 1px 6px rgb(16 24 40/.05);
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono","Noto Sans Mono CJK KR",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#0e131a;--surface:#161d27;--sunk:#111720;--text:#e6ebf2;--muted:#9ba7b8;--line:#2a3543;--accent:#8fb3ff;
--pass:#4fcb80;--fail:#ff8087;--error:#dd92ec;--unstable:#ffa861;--inconclusive:#efc05a;--skipped:#a3afc0;--unobserved:#93a0b2;--off:#93a0b2;
--fail-soft:#34191d;--pass-soft:#12291c;--warn-soft:#322711;--shadow:none}}
*{box-sizing:border-box}
html{scroll-padding-top:7.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Pretendard","Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR",sans-serif}
[data-lang=en] .ko,[data-lang=ko] .en,[hidden]{display:none!important}
main,.site{max-width:1120px;margin:0 auto;padding:0 1.25rem}
code,pre{font-family:var(--mono);font-size:.86em;unicode-bidi:isolate}
code{overflow-wrap:anywhere}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;max-height:26rem;overflow:auto}
h1,h2,h3,h4,p,dl,dd,ul,ol,figure{margin:0}
h1{font-size:clamp(1.75rem,4.5vw,2.5rem);line-height:1.15;letter-spacing:-.02em;font-weight:700}
h2{font-size:1.2rem;letter-spacing:-.01em;margin-bottom:.9rem}
h3{font-size:.82rem;font-weight:650;letter-spacing:.02em;color:var(--muted);margin:1.4rem 0 .5rem}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
:lang(ko){word-break:keep-all}
.muted,small{color:var(--muted)}
.count{font-size:.8em;font-weight:600;color:var(--muted);background:var(--sunk);border:1px solid var(--line);border-radius:99px;padding:.05em .55em}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--surface);padding:.5rem 1rem;z-index:9}
.site{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;padding-block:.9rem}
.site nav{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;flex:1}.site nav a{color:var(--muted);text-decoration:none}.site nav a:hover{color:var(--text)}
button,select,input{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:.35rem .7rem}
button{cursor:pointer}button:hover,select:hover{border-color:var(--muted)}
.languages{display:inline-flex}.languages button{border-radius:0;font-size:.86rem}.languages button:first-child{border-radius:8px 0 0 8px}.languages button:last-child{border-radius:0 8px 8px 0;margin-left:-1px}
.languages [aria-pressed=true]{background:var(--text);color:var(--bg);border-color:var(--text)}
.card,.top{background:var(--surface);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow);padding:1.4rem 1.5rem;margin-bottom:1.25rem}
.top{--tone:var(--inconclusive);border-top:5px solid var(--tone);padding-top:1.6rem}.top.conformant{--tone:var(--pass)}.top.nonconformant{--tone:var(--fail)}
.verdict{display:flex;gap:1.1rem;align-items:center}
.glyph{flex:none;display:grid;place-items:center;width:3.6rem;height:3.6rem;border-radius:50%;background:var(--tone);color:var(--surface);font-size:1.8rem;font-weight:700}
.verdict h1{color:var(--tone)}.eyebrow{font-size:.82rem;font-weight:600;color:var(--muted);letter-spacing:.02em}
.tallies{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem;margin:1.5rem 0 1.3rem}
.tally{background:var(--sunk);border:1px solid var(--line);border-radius:10px;padding:.85rem 1rem}
.tally p{display:flex;justify-content:space-between;align-items:baseline}.tally b{font-size:1.45rem;line-height:1.2;font-variant-numeric:tabular-nums}.tally small{font-size:.65em;font-weight:500}
.tally ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.1rem .9rem;font-size:.84rem;color:var(--muted)}
.tally li i,.chip i{display:inline-block;width:.6em;height:.6em;border-radius:50%;margin-right:.4em;background:var(--c)}
.bar{display:flex;gap:2px;height:8px;border-radius:99px;overflow:hidden;margin:.5rem 0 .6rem}.bar i{background:var(--c);min-width:4px}
.pass{--c:var(--pass)}.fail{--c:var(--fail)}.error{--c:var(--error)}.unstable{--c:var(--unstable)}.inconclusive{--c:var(--inconclusive)}.skipped{--c:var(--skipped)}.unobserved{--c:var(--unobserved)}.off{--c:var(--off)}.waived,.known{--c:var(--inconclusive)}
.bar .skipped,.bar .unobserved{opacity:.45}
.facts,.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.8rem 1.4rem;border-top:1px solid var(--line);padding-top:1.1rem}
.figures{border:0;padding:0;margin-bottom:.5rem}.facts dt,.figures dt{font-size:.78rem;color:var(--muted)}.facts dd{font-weight:550;overflow-wrap:anywhere}.facts div:first-child{grid-column:span 2}.facts .muted{display:block;font:.78rem var(--mono)}.figures dd{font-size:1.3rem;font-weight:650}
.broken{border-left:5px solid var(--fail)}.errors,.causes,.broken-shoulds{border-left:5px solid var(--inconclusive)}.errors li,.notes li,.causes li{overflow-wrap:anywhere}
.causes ol{list-style:none;padding:0;display:grid;gap:.7rem}
:is(.broken,.broken-shoulds) ol{list-style:none;padding:0;display:grid;gap:.2rem}:is(.broken,.broken-shoulds) a{display:grid;gap:.1rem;padding:.55rem .75rem;margin:0 -.75rem;border-radius:8px;text-decoration:none;color:inherit}
:is(.broken,.broken-shoulds) a:hover{background:var(--sunk)}:is(.broken,.broken-shoulds) a span{overflow-wrap:anywhere}:is(.broken,.broken-shoulds) a>span{color:var(--fail);font-size:.93rem}:is(.broken,.broken-shoulds) a code{color:var(--muted)}
.toolbar{position:sticky;top:0;z-index:2;background:var(--surface);padding:.8rem 0;border-bottom:1px solid var(--line)}
.chips,.fields{display:flex;flex-wrap:wrap;gap:.45rem;align-items:center}.fields{margin-top:.55rem}.fields input{flex:1 1 13rem;min-width:0}.fields select{max-width:11.5rem}
.chip{border-radius:99px;font-size:.87rem;padding:.2rem .75rem}.chip[aria-pressed=true]{background:var(--c);border-color:var(--c);color:var(--surface)}.chip[aria-pressed=true] i{background:var(--surface)}
output{font-size:.87rem;color:var(--muted);margin-left:auto;font-variant-numeric:tabular-nums}
.requirement{border:1px solid var(--line);border-radius:10px;margin-bottom:.4rem;background:var(--surface)}.requirement[open]{border-color:var(--muted)}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
.requirement>summary{display:grid;grid-template-columns:7.6rem 4.6rem 1fr 1rem;gap:.4rem .8rem;align-items:baseline;padding:.6rem .9rem;border-radius:10px}.requirement>summary:hover{background:var(--sunk)}
.requirement>summary::after,.exchange>summary::before,.fold>summary::before{content:"";width:.45rem;height:.45rem;border:solid var(--muted);border-width:0 2px 2px 0;transform:rotate(45deg);align-self:center;justify-self:end}
.requirement[open]>summary::after{transform:rotate(225deg)}
.claim{display:grid;min-width:0}.claim code{color:var(--muted);font-size:.8em}
.pill{justify-self:start;color:var(--c);font-size:.83rem;font-weight:650;white-space:nowrap}.pill span[aria-hidden]{display:inline-block;width:1.1em;text-align:center}
.level{font-size:.76rem;font-weight:600;color:var(--muted)}.level.must{color:var(--text)}
.body{padding:.9rem 1rem 1.1rem;border-top:1px solid var(--line)}
.body dl>div{display:grid;grid-template-columns:7.6rem 1fr;gap:.8rem;padding:.12rem 0}.body dt::first-letter,.body h4::first-letter{text-transform:uppercase}.body dt{color:var(--muted);font-size:.88rem}.body dd{overflow-wrap:anywhere}
.finding{border:1px solid var(--line);border-left:4px solid var(--fail);border-radius:8px;padding:.9rem 1rem;margin-top:.9rem;display:grid;gap:.75rem;min-width:0}
.finding .message{font-weight:600;overflow-wrap:anywhere;unicode-bidi:isolate}
.compare,.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:.7rem}
.compare>div{border-radius:8px;padding:.55rem .8rem;min-width:0}.compare h4{font-size:.78rem;font-weight:600}.compare .expected{background:var(--pass-soft)}.compare .expected h4{color:var(--pass)}.compare .actual{background:var(--fail-soft)}.compare .actual h4{color:var(--fail)}
.exchange>summary,.fold>summary{display:flex;flex-wrap:wrap;gap:.15rem .6rem;align-items:baseline;padding:.3rem 0}.exchange>summary::before,.fold>summary::before{transform:rotate(-45deg);flex:none}.exchange[open]>summary::before,.fold[open]>summary::before{transform:rotate(45deg)}
.exchange .index{color:var(--muted);font-variant-numeric:tabular-nums}.exchange summary code{flex:0 1 auto;min-width:0}
.status{font:600 .83em var(--mono);color:var(--muted)}.s2{color:var(--pass)}.s4{color:var(--inconclusive)}.s5,.s0{color:var(--fail)}
.sides{margin:.4rem 0 .6rem}.sides figure{background:var(--sunk);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;min-width:0}figcaption{font-size:.78rem;font-weight:600;color:var(--muted);margin-bottom:.3rem}
.curl{display:flex;gap:.6rem;align-items:start;background:var(--sunk);border:1px solid var(--line);border-radius:8px;padding:.55rem .6rem .55rem .8rem;min-width:0}.curl pre{flex:1;min-width:0}.copy{flex:none;font-size:.82rem;padding:.15rem .6rem}
.scroll{overflow-x:auto;margin-top:.7rem}table{border-collapse:collapse;width:100%;min-width:36rem;font-variant-numeric:tabular-nums}th,td{text-align:left;padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--line);vertical-align:baseline}th{font-weight:500}thead th{font-size:.8rem;color:var(--muted)}
.tag{background:var(--sunk);border:1px solid var(--line);border-radius:6px;padding:.05em .4em}.none{color:var(--inconclusive);font-weight:650}progress{width:9rem;accent-color:var(--pass);vertical-align:middle}
.columns{columns:22rem;padding-left:1.1rem;font-size:.92rem}.warning{color:var(--fail);font-size:.95rem}
svg{display:block;width:100%;min-width:36rem;max-width:760px;height:auto;margin:0 auto .5rem}svg rect{fill:var(--sunk);stroke:var(--muted)}svg text{font:600 11.5px var(--mono);fill:var(--text);text-anchor:middle;dominant-baseline:central}svg path{fill:none;stroke:var(--muted);stroke-width:1.3}svg marker path{fill:var(--muted);stroke:none}svg .action{font-weight:500;font-size:10.5px;fill:var(--muted);paint-order:stroke;stroke:var(--surface);stroke-width:5px;stroke-linejoin:round}
.log{display:grid;gap:0}.log .exchange{border-bottom:1px solid var(--line)}footer{padding:.5rem 0 2.5rem;color:var(--muted);font-size:.85rem}
@media (max-width:640px){html{scroll-padding-top:1rem}main,.site{padding-inline:.8rem}.card,.top{padding:1.1rem 1rem;border-radius:12px}.glyph{width:2.8rem;height:2.8rem;font-size:1.4rem}.toolbar{position:static}.requirement>summary{grid-template-columns:auto 1fr 1rem}.claim{grid-column:1/-1}.requirement>summary::after{grid-column:3;grid-row:1}.body dl>div{grid-template-columns:1fr;gap:0;padding:.25rem 0}.facts{grid-template-columns:repeat(2,1fr)}.fields select{flex:1 1 9rem;max-width:none}.curl{flex-direction:column}output{margin-left:0}}
@media print{:root{--bg:#fff;--surface:#fff;--sunk:#fff;--text:#000;--muted:#444;--line:#bbb;--pass:#0b5a2a;--fail:#a0101a;--shadow:none}body{font-size:10pt}.site,.toolbar,.copy,.log-section{display:none!important}.card,.top{box-shadow:none;padding:.8rem 0;border-width:0 0 1px}.requirement,.finding,tr{break-inside:avoid}pre{max-height:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`
