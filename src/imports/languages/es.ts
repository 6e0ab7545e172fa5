import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const es: LanguageWords = {
  isOwn: true,
  you: set('usted ustedes tú te ti tu tus su sus os vosotros vuestro vuestra'),
  me: set('yo me mi mis mí conmigo'),
  asking: openings(
    'quién|quiénes|qué|cuándo|dónde|por qué|cómo|cuál|cuáles|cuánto|cuántos|cuánta|es|son|está|están|ha|han|puede|podría|cree|tiene|hay|y qué|y cómo|de qué|en qué|a qué|desde cuándo',
  ),
  replies: openings(
    'sí|no|claro|por supuesto|exacto|exactamente|desde luego|gracias|creo|pienso|bueno|pues|es que|eso es|efectivamente|quizás|tal vez|así es|buena pregunta|sin duda|la verdad',
  ),
  resumes: openings(
    'esto|eso|esta|este|ese|esa|es|fue|hay|él|ella|ellos|nosotros|y|pero|porque|también|además|luego|entonces|así|por eso|sin embargo',
  ),
  says: set(
    'dice dijo explica explicó afirma afirmó cuenta contó señala señaló asegura aseguró sostiene declaró advierte',
  ),
  thanks: openings('gracias|muchas gracias|mil gracias|te agradecemos|le agradecemos'),
  talk: set('tiempo respuestas charla recibirnos compartir nosotros'),
  interview: phrases(
    'entrevista|entrevistado|entrevistada|conversación|conversamos|hablamos|charlamos|entrevistas|conversó|habló',
  ),
  series: phrases(
    'lectores|lectoras|serie|entrevistas|redacción|conversaciones|editada|editado|traducida|boletín|cada semana|cada mes',
  ),
  by: openings('entrevista:|texto:|entrevista realizada por|por|entrevista de|entrevista por|texto de'),
  furniture: phrases(
    'lea también|lee también|leer más|ver más|compartir|imprimir|publicidad|suscríbete|suscríbase|boletín|comentarios|síguenos|inicio|más sobre|más de|te puede interesar',
  ),
  related: phrases(
    'te puede interesar|también te puede interesar|artículos relacionados|noticias relacionadas|lo más leído|más noticias|relacionados|lea también|últimas noticias',
  ),
  topics: phrases('temas|tema|etiquetas|categorías|categoría|palabras clave|más sobre|archivado en'),
  captions: phrases(
    'foto de portada|imagen de portada|ilustración|foto|fotos|fotografía|imagen|crédito|vídeo|video|©',
  ),
  roles: set(
    'presidente presidenta ministro ministra profesor profesora dr doctor doctora señor señora don doña experto experta director directora jefe jefa fundador fundadora autor autora periodista redactor redactora investigador investigadora historiador historiadora economista alcalde alcaldesa portavoz ingeniero ingeniera arquitecto arquitecta escritor escritora abogado abogada general embajador embajadora',
  ),
  functions: set(
    'el la los las lo un una unos unas y o u e pero si cuando como porque que quien donde este esta estos estas ese esa eso él ella ellos nosotros yo tú su sus mi mis no ni más muy en de del al a con sin por para entre sobre desde hasta tras es son era fue ha han había se le les también ya todo',
  ),
}
