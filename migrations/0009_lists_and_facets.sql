-- Rows that are found by their keys alone are kept where the keys are: without rowid a third of the writes.
CREATE TABLE `article_qa_topics` (
	`article_id` text NOT NULL,
	`topic_id` text NOT NULL,
	`is_direct` integer NOT NULL,
	`published_at` text NOT NULL,
	PRIMARY KEY(`article_id`, `topic_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO article_qa_topics (article_id, topic_id, is_direct, published_at)
SELECT qa_pairs.article_id, ancestor_id, max(ancestor_id = descendant_id), max(qa_pairs.published_at)
FROM qa_topics JOIN qa_pairs ON qa_pairs.id = qa_id JOIN topic_closure ON descendant_id = topic_id
GROUP BY 1, 2;
--> statement-breakpoint
CREATE UNIQUE INDEX `article_qa_topics_list` ON `article_qa_topics` (`topic_id`,`is_direct`,`published_at`,`article_id`);--> statement-breakpoint
CREATE TABLE `article_speakers` (
	`article_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`published_at` text NOT NULL,
	PRIMARY KEY(`article_id`, `person_id`, `role`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO article_speakers (article_id, person_id, role, published_at)
SELECT DISTINCT qa_pairs.article_id, person_id, role, qa_pairs.published_at
FROM qa_people JOIN qa_pairs ON qa_pairs.id = qa_id WHERE role IN ('asker', 'answerer');
--> statement-breakpoint
CREATE UNIQUE INDEX `article_speakers_list` ON `article_speakers` (`person_id`,`role`,`published_at`,`article_id`);--> statement-breakpoint
CREATE TABLE `__new_article_people` (
	`article_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`published_at` text NOT NULL,
	PRIMARY KEY(`article_id`, `person_id`, `role`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_article_people (article_id, person_id, role, published_at)
SELECT article_id, person_id, role, published_articles.published_at
FROM article_people JOIN published_articles USING (article_id);
--> statement-breakpoint
DROP TABLE `article_people`;--> statement-breakpoint
ALTER TABLE `__new_article_people` RENAME TO `article_people`;--> statement-breakpoint
CREATE UNIQUE INDEX `article_people_list` ON `article_people` (`person_id`,`role`,`published_at`,`article_id`);--> statement-breakpoint
CREATE TABLE `__new_article_topics` (
	`article_id` text NOT NULL,
	`topic_id` text NOT NULL,
	`is_direct` integer NOT NULL,
	`published_at` text NOT NULL,
	PRIMARY KEY(`article_id`, `topic_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_article_topics (article_id, topic_id, is_direct, published_at)
SELECT article_id, ancestor_id, max(ancestor_id = descendant_id), max(published_articles.published_at)
FROM article_topics JOIN published_articles USING (article_id) JOIN topic_closure ON descendant_id = topic_id
GROUP BY 1, 2;
--> statement-breakpoint
DROP TABLE `article_topics`;--> statement-breakpoint
ALTER TABLE `__new_article_topics` RENAME TO `article_topics`;--> statement-breakpoint
CREATE UNIQUE INDEX `article_topics_list` ON `article_topics` (`topic_id`,`is_direct`,`published_at`,`article_id`);--> statement-breakpoint
CREATE TABLE `__new_qa_people` (
	`qa_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`qa_id`, `person_id`, `role`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_qa_people (qa_id, person_id, role) SELECT qa_id, person_id, role FROM qa_people;--> statement-breakpoint
DROP TABLE `qa_people`;--> statement-breakpoint
ALTER TABLE `__new_qa_people` RENAME TO `qa_people`;--> statement-breakpoint
CREATE TABLE `__new_qa_topics` (
	`qa_id` text NOT NULL,
	`topic_id` text NOT NULL,
	PRIMARY KEY(`qa_id`, `topic_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_qa_topics (qa_id, topic_id) SELECT qa_id, topic_id FROM qa_topics;--> statement-breakpoint
DROP TABLE `qa_topics`;--> statement-breakpoint
ALTER TABLE `__new_qa_topics` RENAME TO `qa_topics`;--> statement-breakpoint
DROP INDEX `published_articles_date`;--> statement-breakpoint
DROP INDEX `published_articles_updated`;--> statement-breakpoint
DROP INDEX `published_articles_title`;--> statement-breakpoint
CREATE UNIQUE INDEX `published_articles_date` ON `published_articles` (`published_at`,`article_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `published_articles_kind` ON `published_articles` (`kind`,`published_at`,`article_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `published_articles_language` ON `published_articles` (`language`,`published_at`,`article_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `published_articles_updated` ON `published_articles` (`updated_at`,`article_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `published_articles_title` ON `published_articles` (`title_key`,`article_id`);--> statement-breakpoint
DROP INDEX `qa_pairs_date`;--> statement-breakpoint
DROP INDEX `qa_pairs_updated`;--> statement-breakpoint
DROP INDEX `qa_pairs_article`;--> statement-breakpoint
CREATE INDEX `qa_pairs_article` ON `qa_pairs` (`article_id`,`position`,`id`);--> statement-breakpoint
CREATE TABLE `facet_counts` (
	`list` text NOT NULL,
	`scope` text NOT NULL,
	`scope_id` text NOT NULL,
	`facet` text NOT NULL,
	`value` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`list`, `scope`, `scope_id`, `facet`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
-- What each article and each pair is counted under.
CREATE TABLE `__marks` (
	`list` text NOT NULL,
	`id` text NOT NULL,
	`facet` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`list`, `id`, `facet`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __marks
SELECT 'article', article_id, 'all', '' FROM published_articles
UNION ALL SELECT 'article', article_id, 'kind', kind FROM published_articles
UNION ALL SELECT 'article', article_id, 'language', language FROM published_articles
UNION ALL SELECT 'article', article_id, 'year', substr(published_at, 1, 4) FROM published_articles
UNION ALL SELECT 'article', article_id, iif(is_direct, 'topic', 'above'), topic_id FROM article_topics
UNION ALL SELECT DISTINCT 'article', article_id, 'person', person_id FROM article_people
UNION ALL SELECT 'article', article_id, role, person_id FROM article_people
UNION ALL SELECT 'qa', id, 'all', '' FROM qa_pairs
UNION ALL SELECT 'qa', id, 'kind', kind FROM qa_pairs
UNION ALL SELECT 'qa', id, 'language', language FROM qa_pairs
UNION ALL SELECT 'qa', id, 'year', substr(published_at, 1, 4) FROM qa_pairs
UNION ALL SELECT 'qa', qa_id, iif(max(ancestor_id = descendant_id), 'topic', 'above'), ancestor_id
	FROM qa_topics JOIN topic_closure ON descendant_id = topic_id GROUP BY qa_id, ancestor_id
UNION ALL SELECT DISTINCT 'qa', qa_id, 'person', person_id FROM qa_people WHERE role IN ('asker', 'answerer')
UNION ALL SELECT 'qa', qa_id, role, person_id FROM qa_people WHERE role IN ('asker', 'answerer');
--> statement-breakpoint
INSERT INTO facet_counts
SELECT scopes.list, scopes.facet, scopes.value, facets.facet, facets.value, count(*)
FROM __marks AS scopes JOIN __marks AS facets ON facets.list = scopes.list AND facets.id = scopes.id
WHERE scopes.facet = 'all' OR (
	scopes.facet IN ('topic', 'above', 'person', 'kind', 'language', 'year')
	AND facets.facet IN ('topic', 'person', 'kind', 'language', 'year')
)
GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
DROP TABLE `__marks`;--> statement-breakpoint
CREATE INDEX `facet_counts_gone` ON `facet_counts` (`list`) WHERE count = 0;
