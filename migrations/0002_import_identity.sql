CREATE TABLE `match_keys` (
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`article_id` text NOT NULL,
	PRIMARY KEY(`kind`, `key`, `article_id`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `person_names` (
	`name_key` text NOT NULL,
	`person_id` text NOT NULL,
	PRIMARY KEY(`name_key`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `person_names_person` ON `person_names` (`person_id`);
--> statement-breakpoint
-- What was there before is found again, too. Aliases and addresses are folded as far as SQL can; the program
-- (src/db/names.ts, src/revisions/match-keys.ts) folds the rest when they are next written.
INSERT INTO person_names (name_key, person_id) SELECT name_key, id FROM people;
--> statement-breakpoint
INSERT OR IGNORE INTO person_names (name_key, person_id)
SELECT lower(trim(alias.value)), people.id FROM people, json_each(people.aliases) AS alias
WHERE trim(alias.value) <> '';
--> statement-breakpoint
INSERT OR IGNORE INTO match_keys (kind, key, article_id)
SELECT 'url', rtrim(substr(url, instr(url, '://') + 3), '/'), article_id FROM (
	SELECT articles.id AS article_id, json_extract(revisions.document, '$.source.url') AS url
	FROM articles
	JOIN revisions ON revisions.article_id = articles.id AND revisions.number = articles.draft_revision
)
WHERE url LIKE 'http%://%/_%' AND url NOT LIKE '%?%' AND url NOT LIKE '%#%';
--> statement-breakpoint
INSERT OR IGNORE INTO match_keys (kind, key, article_id)
SELECT article_people.role, published_articles.title_key || ' / ' || people.name_key, article_people.article_id
FROM article_people
JOIN published_articles ON published_articles.article_id = article_people.article_id
JOIN people ON people.id = article_people.person_id
WHERE article_people.role IN ('interviewee', 'interviewer') AND published_articles.title_key <> '';
