package org.andiron.storage.config;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import org.hl7.fhir.instance.model.api.IBase;

/** Reads an element of a resource that stands in a file by itself, as strictly as a resource. */
public final class ElementReader {

  private final FhirContext fhirContext;
  private final String file;

  /**
   * @param file how to name the file in errors
   */
  public ElementReader(FhirContext fhirContext, String file) {
    this.fhirContext = fhirContext;
    this.file = file;
  }

  /**
   * Reads an element.
   *
   * @param path how to name its place in errors
   * @param element an empty one, to be filled
   * @return the same
   * @throws ConfigurationFileException if it is no such element
   */
  public <T extends IBase> T read(LocatedJson value, String path, T element) {
    FhirJsonCheck check = new FhirJsonCheck(fhirContext, file);
    check.element(element.getClass(), value, path);
    IParser parser = fhirContext.newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    try {
      parser.parseInto(value.toJson(), element);
    } catch (DataFormatException e) {
      throw check.refuse(value.at(), "not valid FHIR: " + e.getMessage());
    }
    return element;
  }
}
