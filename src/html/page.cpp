// SPDX-License-Identifier: Apache-2.0
//
// The style sheet of every page and what stands around its content. In, out and never: see page.hpp.
// Colours come in pairs for light and dark whose contrast is 4.5 to 1 or more; nothing is told by colour
// alone. Tested by tests/cli/pages_test.py, and in a browser by scripts/pages.
#include "html/page.hpp"

namespace sanbao::html {
namespace {

constexpr std::string_view colours = R"css(
:root{color-scheme:light dark;--back:#fff;--ink:#1b1f24;--soft:#535c66;--line:#d0d7de;--panel:#f6f8fa;--link:#0a4f9e;
--event:#bc4c00;--period:#0a4f9e;--pale:#d6e6f8;--claim:#a40e26;
--good:#116329;--good-back:#dafbe1;--todo:#744600;--todo-back:#fff4c2;--bad:#a40e26;--bad-back:#ffebe9;
--open:#0a3f8a;--open-back:#ddf0ff;--odd:#5e2ca5;--odd-back:#f6ebff;--none:#424a53;--none-back:#eaeef2}
@media screen and (prefers-color-scheme:dark){
:root{--back:#0d1117;--ink:#e6edf3;--soft:#a6b0bb;--line:#3d444d;--panel:#161b22;--link:#86c2ff;
--event:#f0883e;--period:#79b8ff;--pale:#16324f;--claim:#ff9b93;
--good:#7ee787;--good-back:#12261e;--todo:#f0c75e;--todo-back:#2b2412;--bad:#ff9b93;--bad-back:#2d1417;
--open:#8cc8ff;--open-back:#111d2e;--odd:#d2a8ff;--odd-back:#211830;--none:#c5ccd3;--none-back:#21262d}}
)css";

constexpr std::string_view text_rules = R"css(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--ink);overflow-wrap:anywhere;
font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:50rem;margin:0 auto;padding:1.5rem 1rem 3rem}
@media screen and (max-width:30rem){main{padding:.75rem .75rem 2rem}}
h1,h2,h3,h4{line-height:1.3;margin:0;font-weight:650}
h1{font-size:1.6rem}
section{margin-top:1.75rem}
section>h2,section>h3{font-size:1.1rem;margin-bottom:.35rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}
section>.part{font-size:1rem;margin:.9rem 0 .1rem;padding:0;border:0}
p{margin:.35rem 0}
a{color:var(--link)}
ul,ol,dl,dd{margin:0;padding:0}
code{font-family:ui-monospace,Consolas,"Liberation Mono",monospace;font-size:.85em}
nav+article,section+article{margin-top:2.5rem}
article>h2{font-size:1.3rem}
.lead{font-size:1.2rem;font-weight:650;border-left:.5rem solid var(--period);background:var(--panel);padding:.7rem 1rem;margin:.8rem 0}
article+article{margin-top:3rem;padding-top:2rem;border-top:2px solid var(--ink)}
.about{color:var(--soft)}
.verdict{border:1px solid;border-left-width:.5rem;border-radius:.5rem;padding:1rem 1.1rem;display:grid;grid-template-columns:auto 1fr;gap:.35rem .8rem}
.verdict>*{grid-column:2}
.verdict>.sign{grid-column:1;grid-row:1;width:2rem;height:2rem;margin-top:.1rem}
.verdict>h1,.verdict>h2{font-size:1.5rem}
.verdict p{margin:0;color:var(--ink)}
.verdict .ask{font-weight:600}
.approved{color:var(--good);background:var(--good-back)}
.conditional{color:var(--todo);background:var(--todo-back)}
.denied{color:var(--bad);background:var(--bad-back)}
.needs_facts{color:var(--open);background:var(--open-back)}
.conflict{color:var(--odd);background:var(--odd-back)}
.not_covered{color:var(--none);background:var(--none-back)}
@media screen and (max-width:30rem){.verdict{padding:.75rem .7rem;gap:.3rem .5rem}.verdict>h1,.verdict>h2{font-size:1.25rem}.verdict>.sign{width:1.5rem;height:1.5rem}}
)css";

constexpr std::string_view list_rules = R"css(
.items{list-style:none}
.items>li{padding:.45rem 0;border-bottom:1px solid var(--line)}
.items>.item{display:grid;grid-template-columns:5.5rem 1fr auto;gap:.1rem .75rem;align-items:start}
.item>.label{grid-row:1/span 2;font-weight:650;font-variant-numeric:tabular-nums}
.item>.text{grid-column:2;unicode-bidi:isolate}
.item>.mark{grid-column:3;grid-row:1;font-size:.875rem;border:1px solid;border-radius:1rem;padding:0 .6rem;white-space:nowrap}
.mark.holds{font-weight:650;background:var(--panel)}.mark.fails{color:var(--soft)}.mark.open{color:var(--open);border-style:dashed}.mark.gives_way{color:var(--none);border-style:dotted}
.below{grid-column:2/-1;grid-row:2;list-style:none;font-size:.9375rem;color:var(--soft)}
.below>.deeper{padding-left:1.25rem}
@media screen and (max-width:30rem){.items>.item{grid-template-columns:1fr auto}
.item>.label{grid-column:1;grid-row:1}.item>.mark{grid-column:2}.item>.text{grid-column:1/-1;grid-row:2}.item>.below{grid-column:1/-1;grid-row:3}}
.answer{padding-left:1.25rem}
.contents{list-style:none}
.contents>li{padding:.45rem 0;border-bottom:1px solid var(--line)}
.contents a{font-weight:650}
.tag{display:inline-block;font-size:.875rem;border:1px solid;border-radius:1rem;padding:0 .6rem}
.facts{display:grid;grid-template-columns:10.5rem 1fr;gap:.2rem 1rem;font-size:.9375rem;margin:.4rem 0 .9rem}
.facts>dt{color:var(--soft)}
@media screen and (max-width:30rem){.facts{grid-template-columns:1fr;gap:0}.facts>dd{margin-bottom:.3rem}}
details>summary{cursor:pointer}
summary>h2,summary>h3,summary>h4{display:inline;font-size:1.1rem}
summary>.how{margin-left:1rem}
details+details{margin-top:.6rem}
.behind{scroll-margin-top:5rem}
)css";

constexpr std::string_view table_rules = R"css(
table{border-collapse:collapse;width:100%;margin:.4rem 0 .9rem}
th,td{text-align:start;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{font-size:.875rem;font-weight:400;color:var(--soft)}
tbody th{font-weight:400}
tbody th>strong{font-weight:650}
.number{text-align:end;font-variant-numeric:tabular-nums}
td.number{white-space:nowrap}
thead .number{word-break:keep-all;overflow-wrap:break-word}
.cites{text-align:end;min-width:3rem}
tbody th{min-width:6.5rem}
td .how{word-break:keep-all;overflow-wrap:break-word}
.how{display:block;white-space:normal;font-size:.9375rem;color:var(--soft)}
.total>*{font-weight:650;border-top:2px solid var(--ink);border-bottom:0}
figure{margin:.5rem 0}
figcaption{font-size:.875rem;color:var(--soft);display:flex;flex-wrap:wrap;gap:.15rem 1.1rem}
figcaption svg{width:1.5rem;height:.8rem;margin-right:.35rem;vertical-align:-.05rem}
.chart{display:block;width:100%;height:auto;font-size:13px}
.chart text{fill:var(--ink);paint-order:stroke;stroke:var(--back);stroke-width:3px;stroke-linejoin:round}
.chart .faint{fill:var(--soft);font-size:12px}
.chart-narrow{display:none;max-width:30rem}
@media screen and (max-width:42rem){.chart-wide{display:none}.chart-narrow{display:block}}
.grid{stroke:var(--line);stroke-width:1}
.event{fill:var(--event)}
.left-out{fill:none;stroke:var(--event);stroke-width:1.5;stroke-dasharray:3 2}
.period{fill:var(--pale);stroke:var(--period);stroke-width:1.5}
.period,.event,.moved{stroke-linejoin:round}
.better{fill:var(--period);stroke:var(--period)}
.worse{stroke:var(--period);stroke-width:1.5}
.neither{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-dasharray:3 2}
.sweep{fill:none;stroke:var(--period);stroke-width:2}
.dash-1{stroke-dasharray:9 4}.dash-2{stroke-dasharray:2 3}.dash-3{stroke-dasharray:9 3 2 3}
.dash-4{stroke-dasharray:15 4}.dash-5{stroke-dasharray:5 3}
.zero{stroke:var(--ink);stroke-width:1}
.stripe{fill:none;stroke:var(--period);stroke-width:2}
.moved{stroke:var(--period);stroke-width:1.5}
.day{fill:var(--ink)}
.claim{fill:var(--claim);stroke:var(--claim)}
.claim-line,.until-line{fill:none}
.claim-line{stroke:var(--claim);stroke-width:1.5;stroke-dasharray:6 3}
.until-line{stroke:var(--period);stroke-width:1.5;stroke-dasharray:2 3}
)css";

constexpr std::string_view print_rules = R"css(
@page{size:A4;margin:16mm 15mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:8pt}}
@media print{
:root{color-scheme:light}
html{font-size:9.5pt}
body{line-height:1.4}
main{max-width:none;padding:0}
section{margin-top:1.1rem}
.verdict,li,tr,figure,dt,dd{break-inside:avoid}
h2,h3,h4,summary{break-after:avoid}
article+article{break-before:page;border:0;padding:0;margin:0}
.chart{max-width:none}
.printed>summary{list-style:none}
.printed::details-content{display:block;content-visibility:visible;block-size:auto}
a{color:inherit;text-decoration:none}}
)css";

// Nothing is loaded from anywhere and nothing runs, whatever a text may have smuggled in.
constexpr std::string_view policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

}  // namespace

void begin_page(Writer& page, std::string_view language, std::string_view title) {
  page.raw("<!DOCTYPE html>\n");
  page.open("html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", std::string(language)}});
  page.raw("\n").open("head").raw("\n");
  page.empty("meta", {{"charset", "utf-8"}});
  page.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", std::string(policy)}});
  page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.open("title").plain(title).close();
  page.open("style");
  for (const std::string_view rules : {colours, text_rules, list_rules, table_rules, print_rules})
    page.raw(rules);
  page.close().close();
  page.open("body").raw("\n").open("main").raw("\n");
}

void end_page(Writer& page) {
  page.close().close().close();
}

std::string name_id(std::string_view id) {
  return std::string(id) + "-name";
}

}  // namespace sanbao::html
