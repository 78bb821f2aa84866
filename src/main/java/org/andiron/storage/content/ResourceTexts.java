package org.andiron.storage.content;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.andiron.storage.index.TextIndexer;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the text of a resource, contained resources included: strings and markdown, narratives,
 * codes with their displays, values of identifiers, displays of references, and the attachments of
 * reports and documents. Not text are metadata, elements with a code of the standard, dates,
 * numbers, addresses of references and other binary data.
 */
final class ResourceTexts implements TextIndexer {

  /** Characters of one resource; what is beyond is not found. */
  private static final int LONGEST = 1 << 20;

  /** Time for all attachments of one resource, in nanoseconds; none is begun after it. */
  private static final long TIME_FOR_ATTACHMENTS = Duration.ofSeconds(5).toNanos();

  /** Of elements that have strings that are no text. */
  private static final Set<String> SKIPPED = Set.of("id", "meta", "implicitRules", "language");

  private final AttachmentText attachments;
  private final WordForms forms;
  private final String rules;
  private final NameVectors names;

  /**
   * Gathers texts.
   *
   * @param rules which settings the two others were made with
   */
  ResourceTexts(AttachmentText attachments, WordForms forms, String rules) {
    this.attachments = attachments;
    this.forms = forms;
    this.rules = rules;
    this.names = new NameVectors(forms);
  }

  @Override
  public String rules() {
    return rules;
  }

  @Override
  public TextEntry textOf(Resource resource) {
    Texts content = new Texts();
    content.addResource(resource);
    TextVector narrative = new TextVector();
    if (resource instanceof DomainResource domain && domain.hasText()) {
      String text = NarrativeText.of(domain.getText());
      narrative.add(text.substring(0, Math.min(text.length(), LONGEST)));
    }
    content.vector.addStems(forms);
    narrative.addStems(forms);
    return new TextEntry(content.vector.toString(), narrative.toString(), content.vector.words());
  }

  @Override
  public String wordsOf(List<String> texts) {
    return names.vector(texts);
  }

  private final class Texts {

    private final TextVector vector = new TextVector();
    private int length;
    private long spent;

    private void addResource(Resource resource) {
      addChildren(resource);
      if (resource instanceof DiagnosticReport report) {
        report.getPresentedForm().forEach(this::addAttachment);
      } else if (resource instanceof DocumentReference document) {
        document.getContent().forEach(it -> addAttachment(it.getAttachment()));
      }
    }

    private void addAttachment(Attachment attachment) {
      if (!isFull() && spent < TIME_FOR_ATTACHMENTS) {
        long start = System.nanoTime();
        attachments.textOf(attachment).ifPresent(this::add);
        spent += System.nanoTime() - start;
      }
    }

    private void addChildren(Base element) {
      for (Property property : element.children()) {
        List<Base> values = property.getValues();
        if (!values.isEmpty() && !SKIPPED.contains(property.getName())) {
          for (Base value : values) {
            addElement(value);
          }
        }
      }
    }

    private void addElement(Base element) {
      if (isFull() || element instanceof Meta || element instanceof SampledData) {
        return;
      }
      if (element instanceof Resource resource) {
        addResource(resource);
      } else if (element instanceof Narrative narrative) {
        add(NarrativeText.of(narrative));
      } else if (element instanceof Reference reference) {
        add(reference.getDisplay());
        if (reference.hasIdentifier()) {
          addElement(reference.getIdentifier());
        }
      } else if (element instanceof Coding coding) {
        add(coding.getCode());
        add(coding.getDisplay());
      } else {
        if (element instanceof StringType string && !(element instanceof CodeType)) {
          add(string.getValue());
        }
        addChildren(element);
      }
    }

    private boolean isFull() {
      return length >= LONGEST || vector.isFull();
    }

    private void add(@Nullable String text) {
      if (text != null && !text.isEmpty() && !isFull()) {
        String part = text.substring(0, Math.min(text.length(), LONGEST - length));
        length += part.length();
        vector.add(part);
      }
    }
  }
}
