import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const fr: LanguageWords = {
  isOwn: true,
  you: set('vous votre vos vôtre tu te toi ton ta tes'),
  me: set('je j me m moi mon ma mes'),
  asking: openings(
    'qui|que|quoi|quand|où|pourquoi|comment|quel|quelle|quels|quelles|qu|combien|est-ce|est ce|avez|êtes|pouvez|pourriez|peut|peut-on|y a-t-il|et comment|et quel|à quoi|de quoi|en quoi|depuis quand|dans quel|dans quelle',
  ),
  replies: openings(
    "oui|non|si|bien sûr|tout à fait|absolument|exactement|merci|je pense|je crois|c’est|c'est|effectivement|en effet|pas vraiment|bonne question|certainement|peut-être|eh bien|d’abord|d'abord",
  ),
  resumes: openings(
    "cela|ce|cette|ces|c’est|c'est|il|elle|ils|elles|nous|on|je|et|mais|car|parce que|cependant|aussi|ensuite|puis|donc|enfin|par ailleurs",
  ),
  says: set(
    'dit déclare déclaré explique expliqué raconte affirme estime souligne précise confie assure écrit',
  ),
  thanks: openings('merci|un grand merci|merci beaucoup|nous remercions'),
  talk: set('temps réponses échange témoignage nous'),
  interview: phrases('entretien|interview|rencontre|rencontré|conversation|répond|entretiens|propos'),
  series: phrases(
    'lecteurs|lectrices|série|entretiens|rédaction|rubrique|traduit|édité|newsletter|chaque semaine|chaque mois',
  ),
  by: openings(
    'propos recueillis par|interview:|entretien:|texte:|par|propos recueillis par|entretien réalisé par|interview réalisée par|recueilli par',
  ),
  furniture: phrases(
    'lire aussi|à lire aussi|à lire|voir aussi|partager|imprimer|publicité|s’abonner|abonnez-vous|newsletter|commentaires|suivez-nous|en savoir plus|accueil|lire la suite|se connecter',
  ),
  related: phrases(
    'lire aussi|à lire aussi|sur le même sujet|articles similaires|articles liés|les plus lus|à découvrir|derniers articles|à la une|dans la même rubrique',
  ),
  topics: phrases(
    'thèmes|thème|mots-clés|mots clés|catégories|catégorie|sujets|étiquettes|plus sur|rubriques',
  ),
  captions: phrases(
    'photo de couverture|image de couverture|crédits photo|crédit photo|illustration|photo|photos|crédit|crédits|image|illustration|légende|vidéo|©',
  ),
  roles: set(
    'président présidente ministre professeur professeure dr docteur monsieur madame m mme expert experte directeur directrice chef fondateur fondatrice auteur autrice journaliste rédacteur rédactrice chercheur chercheuse historien historienne économiste maire porte-parole ingénieur ingénieure architecte écrivain écrivaine avocat avocate responsable général ambassadeur ambassadrice',
  ),
  functions: set(
    'le la les l un une des du de d et ou mais si quand comme parce que qui quoi où dont ce cet cette ces il elle ils elles nous vous on je tu son sa ses mon ma mes leur leurs ne pas plus dans en sur sous avec sans pour par chez entre vers depuis pendant après avant est sont était a ont avait au aux y se très aussi même tout tous',
  ),
}
