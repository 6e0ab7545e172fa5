ALTER TABLE `articles` ADD `status` text GENERATED ALWAYS AS (
      case when trashed_at is not null then 'trashed' when retracted_at is not null then 'retracted'
      when published_revision is not null then 'published' when scheduled_at is not null then 'scheduled'
      else 'draft' end) VIRTUAL NOT NULL;--> statement-breakpoint
CREATE INDEX `articles_status` ON `articles` (`status`,`updated_at`,`id`);