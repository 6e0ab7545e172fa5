CREATE TABLE `facet_values` (
	`id` integer PRIMARY KEY NOT NULL,
	`facet` text NOT NULL,
	`value` text NOT NULL,
	`articles` integer NOT NULL,
	`pairs` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO facet_values (facet, value, articles, pairs)
SELECT facet, value, sum(iif(list = 'article', count, 0)), sum(iif(list = 'qa', count, 0))
FROM facet_counts WHERE scope = 'all' GROUP BY facet, value ORDER BY facet, value;
--> statement-breakpoint
CREATE UNIQUE INDEX `facet_values_value` ON `facet_values` (`facet`,`value`);--> statement-breakpoint
CREATE INDEX `facet_values_gone` ON `facet_values` (`id`) WHERE articles = 0 and pairs = 0;--> statement-breakpoint
CREATE TABLE `__new_facet_counts` (
	`scope` integer NOT NULL,
	`facet` text NOT NULL,
	`value` integer NOT NULL,
	`articles` integer NOT NULL,
	`pairs` integer NOT NULL,
	PRIMARY KEY(`scope`, `facet`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_facet_counts (scope, facet, value, articles, pairs)
SELECT scopes.id, facet_counts.facet, facets.id,
	sum(iif(list = 'article', count, 0)), sum(iif(list = 'qa', count, 0))
FROM facet_counts
JOIN facet_values AS scopes ON scopes.facet = facet_counts.scope AND scopes.value = scope_id
JOIN facet_values AS facets ON facets.facet = facet_counts.facet AND facets.value = facet_counts.value
WHERE facet_counts.scope <> 'all'
GROUP BY 1, 2, 3;
--> statement-breakpoint
DROP TABLE `facet_counts`;--> statement-breakpoint
ALTER TABLE `__new_facet_counts` RENAME TO `facet_counts`;--> statement-breakpoint
CREATE INDEX `facet_counts_gone` ON `facet_counts` (`scope`) WHERE articles = 0 and pairs = 0;--> statement-breakpoint
CREATE TABLE `article_marks` (
	`article_id` text PRIMARY KEY NOT NULL,
	`kind` integer NOT NULL,
	`language` integer NOT NULL,
	`year` integer NOT NULL,
	`article` text NOT NULL,
	`pairs` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
-- What each article and each pair is counted under.
CREATE TABLE `__marks` (
	`list` text NOT NULL,
	`id` text NOT NULL,
	`part` text NOT NULL,
	`mark` integer NOT NULL,
	PRIMARY KEY(`list`, `id`, `part`, `mark`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __marks
SELECT list, marked.id, part, facet_values.id FROM (
	SELECT 'article' AS list, article_id AS id, 'topics' AS part, 'topic' AS facet, topic_id AS value
		FROM article_topics WHERE is_direct
	UNION SELECT 'article', article_id, 'people', 'person', person_id FROM article_people
	UNION SELECT 'article', article_id, 'roles', role, person_id FROM article_people
	UNION SELECT 'qa', qa_id, 'topics', 'topic', topic_id FROM qa_topics
	UNION SELECT 'qa', qa_id, 'people', 'person', person_id FROM qa_people WHERE role IN ('asker', 'answerer')
	UNION SELECT 'qa', qa_id, 'roles', role, person_id FROM qa_people WHERE role IN ('asker', 'answerer')
) AS marked
JOIN facet_values USING (facet, value);
--> statement-breakpoint
CREATE TABLE `__items` (
	`list` text NOT NULL,
	`article_id` text NOT NULL,
	`people` text NOT NULL,
	`roles` text NOT NULL,
	`of_topics` text NOT NULL
);
--> statement-breakpoint
INSERT INTO __items
SELECT list, article_id, people, roles, json_group_array(json_array(items, json(topics))) FROM (
	SELECT list, article_id, count(*) AS items,
		(SELECT json_group_array(mark ORDER BY mark) FROM __marks AS own WHERE (own.list, own.id, part) = (item.list, item.id, 'people')) AS people,
		(SELECT json_group_array(mark ORDER BY mark) FROM __marks AS own WHERE (own.list, own.id, part) = (item.list, item.id, 'roles')) AS roles,
		(SELECT json_group_array(mark ORDER BY mark) FROM __marks AS own WHERE (own.list, own.id, part) = (item.list, item.id, 'topics')) AS topics
	FROM (
		SELECT 'article' AS list, article_id AS id, article_id FROM published_articles
		UNION ALL SELECT 'qa', id, article_id FROM qa_pairs
	) AS item
	GROUP BY list, article_id, people, roles, topics
)
GROUP BY list, article_id, people, roles;
--> statement-breakpoint
CREATE INDEX `__items_article` ON `__items` (`list`,`article_id`);--> statement-breakpoint
INSERT INTO article_marks (article_id, kind, language, year, article, pairs)
SELECT article_id, kinds.id, languages.id, years.id,
	(SELECT json_group_array(json_array(json(people), json(roles), json(of_topics))) FROM __items
		WHERE list = 'article' AND __items.article_id = published_articles.article_id),
	(SELECT json_group_array(json_array(json(people), json(roles), json(of_topics))) FROM __items
		WHERE list = 'qa' AND __items.article_id = published_articles.article_id)
FROM published_articles
JOIN facet_values AS kinds ON kinds.facet = 'kind' AND kinds.value = kind
JOIN facet_values AS languages ON languages.facet = 'language' AND languages.value = language
JOIN facet_values AS years ON years.facet = 'year' AND years.value = substr(published_at, 1, 4)
ORDER BY article_id;
--> statement-breakpoint
DROP TABLE `__items`;--> statement-breakpoint
DROP TABLE `__marks`;
