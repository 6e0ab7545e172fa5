import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const it: LanguageWords = {
  isOwn: true,
  you: set('lei tu voi te ti tuo tua tuoi tue suo sua suoi vi vostro vostra'),
  me: set('io me mi mio mia miei mie'),
  asking: openings(
    'chi|che|cosa|che cosa|quando|dove|perché|come|quale|quali|quanto|quanti|è|sono|ha|hanno|può|potrebbe|c’è|crede|pensa|e come|e cosa|in che|di che|da quando|qual',
  ),
  replies: openings(
    'sì|no|certo|certamente|esatto|esattamente|assolutamente|grazie|credo|penso|beh|direi|è vero|infatti|forse|senza dubbio|bella domanda|purtroppo|dipende',
  ),
  resumes: openings(
    'questo|questa|quello|è|c’è|ci sono|lui|lei|loro|noi|io|e|ma|perché|anche|inoltre|poi|quindi|però|così|tuttavia',
  ),
  says: set('dice detto spiega spiegato afferma racconta sottolinea sostiene dichiara avverte'),
  thanks: openings('grazie|grazie mille|molte grazie|ringraziamo|la ringraziamo'),
  talk: set('tempo risposte chiacchierata disponibilità noi'),
  interview: phrases(
    'intervista|intervistato|intervistata|conversazione|colloquio|abbiamo parlato|interviste|incontrato|dialogo',
  ),
  series: phrases(
    'lettori|lettrici|serie|interviste|redazione|conversazioni|tradotta|rubrica|newsletter|ogni settimana|ogni mese',
  ),
  by: openings('intervista a cura di|a cura di|intervista:|testo:|di|intervista di|a cura di|testo di'),
  furniture: phrases(
    'leggi anche|leggi tutto|condividi|stampa|pubblicità|iscriviti|abbonati|commenti|seguici|altro su|vedi anche|scopri di più',
  ),
  related: phrases(
    'leggi anche|articoli correlati|potrebbe interessarti|ti potrebbe interessare|i più letti|ultime notizie|vedi anche|correlati',
  ),
  topics: phrases('temi|tema|argomenti|etichette|categorie|categoria|parole chiave|altro su'),
  captions: phrases(
    'foto di copertina|immagine di copertina|illustrazione|foto|fotografia|immagine|credito|crediti|video|©',
  ),
  roles: set(
    'presidente ministro ministra professore professoressa dottor dottore dottoressa signor signora esperto esperta direttore direttrice capo fondatore fondatrice autore autrice giornalista redattore redattrice ricercatore ricercatrice storico storica economista sindaco sindaca portavoce ingegnere architetto scrittore scrittrice avvocato avvocata generale ambasciatore ambasciatrice',
  ),
  functions: set(
    'il lo la i gli le l un uno una e o ma se quando come perché che chi dove questo questa quello lui lei loro noi io tu suo sua mio mia non né più molto in nel nella di del della dei delle a al alla con senza per tra fra su sul da dal è sono era ha hanno si anche già tutto',
  ),
}
