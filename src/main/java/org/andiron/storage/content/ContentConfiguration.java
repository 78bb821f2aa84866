package org.andiron.storage.content;

import org.andiron.storage.index.TextIndexer;
import org.andiron.storage.query.TextSearch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Puts the search in texts together. */
@Configuration(proxyBeanMethods = false)
class ContentConfiguration {

  @Bean
  WordForms wordForms(JdbcOperations jdbc, ContentProperties properties) {
    return properties.textLanguage().equals("simple")
        ? WordForms.NONE
        : new LanguageForms(jdbc, properties.textLanguage());
  }

  @Bean
  AttachmentText attachmentText(ContentProperties properties) {
    return new AttachmentText(properties.attachmentLimit());
  }

  @Bean
  TextIndexer textIndexer(
      AttachmentText attachments, WordForms forms, ContentProperties properties) {
    return new ResourceTexts(
        attachments,
        forms,
        properties.textLanguage() + ' ' + properties.attachmentLimit().toBytes());
  }

  @Bean
  TextSearch textSearch(WordForms forms) {
    return new ContentSearch(forms);
  }
}
