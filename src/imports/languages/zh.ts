import { type LanguageWords, openings, phrases, set } from './language-words.ts'

export const zh: LanguageWords = {
  isOwn: true,
  you: set('你 您'),
  me: set('我'),
  asking: openings(
    '谁|什么|什麼|为什么|為什麼|怎么|怎麼|如何|哪|哪些|哪里|何时|是否|请问|請問|能否|可以|有没有|您|你',
  ),
  replies: openings(
    '是的|对|對|不是|没有|當然|当然|谢谢|謝謝|我觉得|我認為|我认为|确实|確實|其实|嗯|好的|首先|没错',
  ),
  resumes: openings('这|這|那|但是|但|而且|因为|所以|他|她|我们|它|同时|另外|然后|不过'),
  says: set(''),
  thanks: openings('谢 谢|感 谢|多 谢|謝 謝|感 謝|非 常 感 谢'),
  talk: set('受 访 采 分 享 时'),
  interview: phrases('采访|採訪|专访|專訪|访谈|訪談|对话|對話|对谈'),
  series: phrases('读者|讀者|系列|栏目|编辑|編輯|整理|删减|编者按'),
  by: openings('本文由|整理|文字|采访整理|文／|文/|作者|采访|记者|文|撰文|采访者|编辑|责任编辑|责编|摄影'),
  furniture: phrases('阅读更多|更多|分享|打印|广告|订阅|登录|评论|关注我们|返回|首页|扫码'),
  related: phrases(
    '相关阅读|相关文章|推荐阅读|延伸阅读|热门文章|更多文章|最新文章|猜你喜欢|相關閱讀|往期回顾',
  ),
  topics: phrases('标签|標籤|话题|主题|分类|关键词|更多关于'),
  captions: phrases('图|图片|照片|摄影|图源|图片来源|供图'),
  roles: set('主席 总统 部长 教授 博士 先生 女士 专家 主任 记者 作者 创始人'),
  functions: set('的 了 是 在 和 有 不 这 那 我 你 他 她 们'),
}
