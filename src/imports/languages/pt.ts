import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const pt: LanguageWords = {
  isOwn: true,
  you: set('você vocês tu te ti teu tua teus tuas senhor senhora vos vosso'),
  me: set('eu me mim meu minha meus minhas comigo'),
  asking: openings(
    'quem|que|o que|quando|onde|por que|porque|porquê|como|qual|quais|quanto|quantos|é|são|está|há|pode|poderia|acha|tem|e como|e o que|de que|em que',
  ),
  replies: openings(
    'sim|não|claro|com certeza|exato|exatamente|obrigado|obrigada|acho|penso|bom|bem|é que|isso|talvez|sem dúvida|boa pergunta|pois|na verdade',
  ),
  resumes: openings(
    'isso|isto|essa|este|esta|é|foi|há|ele|ela|eles|nós|e|mas|também|além disso|depois|então|assim|por isso|no entanto',
  ),
  says: set('diz disse explica explicou afirma afirmou conta contou destaca destacou declarou alerta'),
  thanks: openings('obrigado|obrigada|muito obrigado|muito obrigada|agradecemos'),
  talk: set('tempo respostas conversa nos'),
  interview: phrases(
    'entrevista|entrevistado|entrevistada|conversa|conversamos|conversou|falou|falámos|entrevistas',
  ),
  series: phrases(
    'leitores|leitoras|série|entrevistas|redação|conversas|editada|traduzida|boletim|toda semana|cada semana',
  ),
  by: openings('entrevista:|texto:|por|entrevista de|texto de'),
  furniture: phrases(
    'leia também|leia mais|ler mais|ver mais|veja também|compartilhar|partilhar|imprimir|publicidade|assine|inscreva-se|comentários|siga-nos|início|mais sobre|saiba mais',
  ),
  related: phrases(
    'leia também|veja também|artigos relacionados|notícias relacionadas|mais lidas|relacionados|você também pode gostar|últimas notícias',
  ),
  topics: phrases('temas|tema|etiquetas|categorias|categoria|palavras-chave|mais sobre|tópicos'),
  captions: phrases('foto de capa|imagem de capa|ilustração|foto|fotos|fotografia|imagem|crédito|vídeo|©'),
  roles: set(
    'presidente presidenta ministro ministra professor professora dr doutor doutora senhor senhora especialista diretor diretora chefe fundador fundadora autor autora jornalista editor editora pesquisador pesquisadora investigador investigadora historiador historiadora economista prefeito prefeita engenheiro engenheira arquiteto arquiteta escritor escritora advogado advogada general embaixador embaixadora',
  ),
  functions: set(
    'o a os as um uma uns umas e ou mas se quando como porque que quem onde este esta esse essa isso ele ela eles nós eu tu seu sua seus meu minha não nem mais muito em no na nos nas de do da dos das ao à com sem por para entre sobre desde até é são era foi tem há também já todo',
  ),
}
