import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const en: LanguageWords = {
  isOwn: true,
  you: set('you your yours yourself yourselves'),
  me: set('i me my mine myself'),
  asking: openings(
    'tell me|tell us|describe|explain|talk about|walk us|walk me|who|whom|whose|what|when|where|why|how|which|is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|' +
      'shall|may|might|isn|aren|wasn|don|doesn|didn|won|wouldn|couldn|shouldn|and what|and how|and why|but what|but how|so what|so how',
  ),
  replies: openings(
    'yes|yeah|yep|no|nope|well|right|sure|absolutely|exactly|definitely|certainly|of course|not really|not at all|not much|' +
      'not necessarily|not yet|indeed|correct|true|perhaps|maybe|probably|thank you|thanks|good question|great question|' +
      "that is|that’s|that's|i think|i don|i would|i’d|i'd|oh|honestly|to be honest|look|let me|in my view|hardly|both|neither|never|unfortunately",
  ),
  resumes: openings(
    "this is|it is|it’s|it's|it was|there is|there are|there was|there were|they|he|she|we|i|this|these|those|that|it|" +
      'and|but|so|because|however|also|then|another|in addition|moreover|still|yet|for example|finally|second|the other|the problem|the reason',
  ),
  says: set(
    'says said say tells told explains explained argues argued warns warned notes noted believes writes wrote adds added ' +
      'contends suggests suggested discusses discussed describes described attributes calls called predicts recalls reflects asserts ' +
      'maintains cautions insists acknowledges thinks sees asked announced claimed claims declared stated',
  ),
  thanks: openings('thanks|thank you|many thanks|big thanks|a big thank you|we thank'),
  talk: set('talking time chat today joining sharing speaking answers us participating insights answering'),
  interview: phrases(
    'interview|interviewed|interviews|conversation|q&a|spoke|spoken|talked|talks|sat down|asked|in conversation|discusses',
  ),
  series: phrases(
    'readers|listeners|viewers|audience|interviews|conversations|series|column|staff|editors|correspondents|newsmakers|weekly|monthly|' +
      'every week|each week|every month|each month|edited|condensed|abridged|transcript|translated|for clarity|for length|newsletter|contributors',
  ),
  by: openings(
    'interview:|words:|text:|questions:|story by|posted by|published by|by|interview by|interviewed by|words by|text by|written by|conducted by|as told to|moderated by',
  ),
  furniture: phrases(
    'more from|more on|more about|more in|read more|read next|read also|see also|also read|view more|learn more|load more|show more|listen to|' +
      'watch|share|share this|print|print this|email|save|copy link|follow|follow us|subscribe|sign up|log in|sign in|newsletter|' +
      'advertisement|advertising|sponsored|continue reading|skip to|back to top|back to|comments|leave a comment|post a comment|' +
      'facebook|twitter|linkedin|whatsapp|download|menu|search|home|close|cookie|cookies|get our|support us|donate|' +
      "in this article|table of contents|jump to|story continues|article continues|recommended for|editor’s picks|editors' picks|explore more",
  ),
  related: phrases(
    'top stories|related|related articles|related stories|related content|related reading|related posts|more from|more stories|most popular|' +
      'most read|trending|latest|latest news|latest from|you may also like|you might also like|you may also be interested|recommended|recommended reading|' +
      "up next|read next|read also|also on|further reading|from our partners|in other news|featured|what to read next|more to explore|popular|keep reading|don’t miss|don't miss|must reads",
  ),
  topics: phrases(
    'more on|more about|filed under|tags|tag|topics|topic|tagged|tagged with|categories|category|keywords|posted in|related topics',
  ),
  captions: phrases(
    'photo credit|photo credits|photocredits|photocredit|cover photo|header image|cover image|featured image|illustration|illustrations|photo|photos|photograph|photography|image|images|picture|credit|caption|illustration|video|courtesy of|courtesy|©|(photo|(image|[photo|[image|photo by|copyright',
  ),
  roles: set(
    'president vice-president secretary minister premier chancellor senator congressman congresswoman representative governor mayor ambassador envoy ' +
      'general colonel admiral captain major lieutenant commander marshal judge justice king queen prince princess pope sheikh emir sultan ayatollah ' +
      'professor dr doctor mr mrs ms miss sir lady lord expert analyst scholar fellow economist historian scientist researcher engineer physicist biologist ' +
      'director chairman chairwoman chair chief ceo cofounder co-founder founder head leader editor author writer novelist poet journalist reporter correspondent ' +
      'columnist critic host producer filmmaker photographer artist musician composer singer actor actress architect designer lawyer attorney prosecutor activist ' +
      'adviser advisor spokesman spokeswoman spokesperson official diplomat officer coach chef teacher student manager executive entrepreneur investor ' +
      'specialist strategist commissioner deputy lecturer dean curator librarian developer programmer maintainer consultant negotiator lawmaker farmer nurse physician surgeon psychologist sociologist anthropologist climatologist astronomer astronaut chemist mathematician philosopher theologian sculptor painter carpenter baker gardener illustrator translator conductor dancer choreographer explorer inventor pilot sailor fisherman potter weaver blacksmith bookseller publisher broadcaster presenter comedian captain keeper beekeeper filmmaker restorer headmistress headmaster principal luthier ferryman shoemaker watchmaker clockmaker rabbi imam bishop archbishop cardinal reverend',
  ),
  functions: set(
    'the a an and or but nor so yet if when while where after before since until because although though as at by for from in into of on onto to with without ' +
      'about above against among around between beyond despite during except inside like near off out outside over per through throughout toward towards under upon ' +
      'within this that these those there here it its he she they we i you his her their our my your who whom whose which what why how is are was were be been am ' +
      'do does did has have had can could will would should shall may might must not no yes all any both each every few many more most much none one other some such ' +
      'two three four five then than thus also even just only still too very now today yesterday tomorrow however meanwhile moreover instead perhaps maybe earlier later last next ' +
      'first second third once again according following asked another under-secretary january february march april may june july august september october november december ' +
      'monday tuesday wednesday thursday friday saturday sunday u.s us well right look certainly clearly again let',
  ),
}
