CREATE TABLE `article_replies` (
	`article_id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`updated_at` text NOT NULL,
	`etag` text NOT NULL,
	`cache_tags` text NOT NULL,
	`article` blob NOT NULL,
	`markdown` text,
	FOREIGN KEY (`article_id`) REFERENCES `published_articles`(`article_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `article_replies_slug_unique` ON `article_replies` (`slug`);--> statement-breakpoint
ALTER TABLE `published_articles` ADD `person_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
-- What was published before is kept as src/stored-json.ts has it now: char(127) stands for the address of the site.
UPDATE published_articles SET
	person_ids = coalesce(body -> '$.personIds', '[]'),
	summary = json_set(replace(summary, char(127), '\u007f'), '$.url', char(127) || '/articles/' || slug),
	body = replace(body, char(127), '\u007f');
--> statement-breakpoint
INSERT INTO article_replies (article_id, slug, updated_at, etag, cache_tags, article, markdown)
SELECT article_id, slug, updated_at, lower(hex(randomblob(10))),
	'article:' || article_id
		|| coalesce((SELECT ',' || group_concat(tag) FROM (
			SELECT 'topic:' || (value ->> '$.slug') AS tag FROM json_each(summary, '$.topics')
			UNION SELECT 'topic:' || (topic.value ->> '$.slug')
			FROM json_each(body, '$.qa') AS pair, json_each(pair.value, '$.topics') AS topic
		)), '')
		|| coalesce((SELECT ',' || group_concat(DISTINCT 'person:' || (value ->> '$.slug'))
			FROM json_each(summary, '$.people')), ''),
	CAST(json_set(summary, '$.intro', json(body -> '$.intro'), '$.note', json(body -> '$.note'), '$.qa', json((
		SELECT json_group_array(json_set(
			value, '$.url', char(127) || '/articles/' || slug || '#' || (value ->> '$.anchor')
		)) FROM (SELECT value FROM json_each(body, '$.qa') ORDER BY key)
	))) AS BLOB),
	markdown
FROM published_articles;
--> statement-breakpoint
UPDATE qa_pairs SET pair = (
	SELECT json_set(
		replace(qa_pairs.pair, char(127), '\u007f'),
		'$.url', char(127) || '/articles/' || slug || '#' || (qa_pairs.pair ->> '$.anchor'),
		'$.article', json_object(
			'id', article_id, 'slug', slug, 'title', title, 'publishedAt', published_articles.published_at,
			'url', char(127) || '/articles/' || slug
		)
	) FROM published_articles WHERE published_articles.article_id = qa_pairs.article_id
);
--> statement-breakpoint
ALTER TABLE `published_articles` DROP COLUMN `body`;--> statement-breakpoint
ALTER TABLE `published_articles` DROP COLUMN `markdown`;
