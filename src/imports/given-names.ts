/** Common given names of many countries: that a capitalised word is one makes a name likelier, no more. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  (
    'aaron abdul abdullah adam adrian agnes ahmad ahmed aisha akira alan albert alberto alejandro alessandro alex alexander alexandra alfred ali alice ' +
    'alicia alison amanda amir amy ana andré andrea andreas andrew andy angela angelina anita ann anna anne annette anthony antonio antoine arjun arthur ' +
    'astrid audrey barbara beatrice ben benjamin bernard bernd beth bill björn bob boris brad brandon brenda brian bruce bruno camille carl carla carlo ' +
    'carlos carmen carol caroline catherine cecilia charles charlotte chen chiara chloe chris christian christina christine christoph christopher claire ' +
    'clara claude claudia colin craig cristina daniel daniela dave david deborah denise dennis diana diane diego dieter dimitri dmitri dominic donald ' +
    'dorothy douglas dylan edith eduardo edward elena eleanor elif elisabeth elizabeth ella ellen emil emily emma enrique eric erik ernst esther eva evelyn ' +
    'fabian fatima felix fernando finn florian frances francesca francesco francis francisco françois frank franz frederick friedrich gabriel gary gavin ' +
    'george gerald gerhard giovanni giulia giuseppe grace greg gregory guillaume gustavo hamid hannah hans harold harry hassan heather heidi heinrich helen ' +
    'helena helga henri henry hiroshi hugo ian ibrahim ines ingrid irene isabel isabella ivan jack jacob jacqueline jaime jakob james jan jane janet jason ' +
    'javier jean jeff jeffrey jennifer jens jeremy jessica jim joan joanna joão jochen joe joel johan johann johanna john jonas jonathan jordan jorge josé ' +
    'josef joseph joshua juan judith julia julian julie jürgen justin karen karin karl karsten kate katharina katherine kathleen kathryn katja keith kelly ' +
    'kenji kenneth kevin khalid kim klaus kristin kurt lara larry lars laura lauren laurent lea leah lee lena leo leon leonardo li liam lily linda lisa ' +
    'louis louise luca lucas lucia lucy luis luisa lukas luke madeleine manuel marc marcel marco marcus margaret maria mariam marianne marie marina mario ' +
    'mark markus marta martha martin martina mary mateo matthew matthias maria mattia max maximilian maya megan mei melissa michael michel michelle miguel ' +
    'mike milan mohamed mohammad mohammed monica monika moritz muhammad nadia nancy natalia natalie nathan nathalie neil nicholas nick nicola nicolas nicole ' +
    'nikita nikolai nina noah nora norbert nour olaf oleg olga oliver olivia omar oscar otto pablo pamela paolo pascal patricia patrick paul paula paulo ' +
    'pedro peter petra philip philipp philippe pierre priya rachel rafael rahul raj ralph raymond rebecca renate ricardo richard rob robert roberto robin ' +
    'roger roland ronald rosa rosemary ruth ryan sabine salman sam samantha samira samuel sandra sara sarah scott sean sebastian sergei sergio sharon ' +
    'sheila silvia simon simone sofia sonia sophia sophie stefan stephanie stephen steve steven stuart susan susanne svetlana sven sylvia tamara tanya tariq ' +
    'teresa thomas tim timothy tina tobias tom tony tyler ulrich ursula valentina vanessa vera veronica victor victoria vincent viktor vladimir walter wang ' +
    'wei wendy werner wilhelm will william wolfgang xavier yasmin yuki yuri yusuf yves yvonne zoe'
  ).split(' '),
)
