package org.andiron.storage.suggestion;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.LookupCodeRequest;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's {@code ValueSet/$expand}, in which {@code contextDirection=existing} means the codes that
 * resources here use, those used most first. HAPI needs Elasticsearch for them; this has them from
 * the search index.
 */
public class ExistingCodesOperation extends ValueSetOperationProvider {

  private static final String EXISTING = "existing";

  /** Those of the specification say whether the context is that of a message sent or received. */
  private static final Set<String> DIRECTIONS = Set.of("incoming", "outgoing", EXISTING);

  private static final int STANDARD_COUNT = 30;
  private static final int GREATEST_COUNT = 1000;
  private static final int GREATEST_OFFSET = 1000;
  private static final int LONGEST_FILTER = 200;

  private final SuggestionContexts contexts;
  private final CodesInUse codes;
  private final IHapiTransactionService transactions;
  private final IValidationSupport definitions;

  ExistingCodesOperation(
      SuggestionContexts contexts,
      CodesInUse codes,
      IHapiTransactionService transactions,
      IValidationSupport definitions) {
    this.contexts = contexts;
    this.codes = codes;
    this.transactions = transactions;
    this.definitions = definitions;
  }

  /** The codes of a value set, or with {@code contextDirection=existing} those in use. */
  @Operation(
      name = "$expand",
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/ValueSet-expand",
      idempotent = true,
      typeName = "ValueSet")
  public IBaseResource expand(
      HttpServletRequest servletRequest,
      @IdParam(optional = true) @Nullable IIdType id,
      @OperationParam(name = "valueSet", max = 1) @Nullable IBaseResource valueSet,
      @OperationParam(name = "url", max = 1, typeName = "uri") @Nullable IPrimitiveType<String> url,
      @OperationParam(name = "valueSetVersion", max = 1, typeName = "string")
          @Nullable IPrimitiveType<String> version,
      @OperationParam(name = "filter", max = 1, typeName = "string")
          @Nullable IPrimitiveType<String> filter,
      // A URI by the specification, a string by HAPI
      @OperationParam(name = "context", max = 1) @Nullable String context,
      @OperationParam(name = "contextDirection", max = 1) @Nullable String direction,
      @OperationParam(name = "offset", max = 1, typeName = "integer")
          @Nullable IPrimitiveType<Integer> offset,
      @OperationParam(name = "count", max = 1, typeName = "integer")
          @Nullable IPrimitiveType<Integer> count,
      @OperationParam(name = "displayLanguage", max = 1, typeName = "code")
          @Nullable IPrimitiveType<String> language,
      @OperationParam(name = "includeHierarchy", max = 1, typeName = "boolean")
          @Nullable IPrimitiveType<Boolean> hierarchy,
      RequestDetails request) {
    String wanted = direction == null ? "" : direction.strip();
    if (!wanted.isEmpty() && !DIRECTIONS.contains(wanted)) {
      throw new InvalidRequestException(
          "The parameter 'contextDirection' of $expand must be existing, incoming or outgoing");
    }
    if (!wanted.equals(EXISTING)) {
      return super.expand(
          servletRequest,
          id,
          valueSet,
          url,
          version,
          filter,
          context == null ? null : new StringType(context),
          direction == null ? null : new StringType(direction),
          offset,
          count,
          language,
          hierarchy,
          request);
    }
    if (id != null || !text(url).isEmpty() || valueSet != null) {
      throw new InvalidRequestException(
          "$expand with contextDirection=existing is about no value set: leave out its id, 'url' and"
              + " 'valueSet'");
    }
    String named = context == null ? "" : context.strip();
    if (named.isEmpty()) {
      throw new InvalidRequestException(
          "$expand with contextDirection=existing needs the parameter 'context', such as"
              + " Observation.code");
    }
    String typed = text(filter);
    if (typed.length() > LONGEST_FILTER) {
      throw new InvalidRequestException(
          "The parameter 'filter' of $expand is longer than " + LONGEST_FILTER + " characters");
    }
    int first = within("offset", offset, 0, 0, GREATEST_OFFSET);
    int most = within("count", count, STANDARD_COUNT, 1, GREATEST_COUNT);
    SuggestionRequest understood = contexts.request(named, typed, first, most);
    List<Suggestion> found =
        transactions.withRequest(request).readOnly().execute(() -> codes.find(understood));
    return expansion(named, understood, found);
  }

  private static String text(@Nullable IPrimitiveType<String> value) {
    return value == null || value.getValue() == null ? "" : value.getValue().strip();
  }

  private static int within(
      String name, @Nullable IPrimitiveType<Integer> value, int standard, int least, int greatest) {
    if (value == null || value.getValue() == null) {
      return standard;
    }
    int number = value.getValue();
    if (number < least || number > greatest) {
      throw new InvalidRequestException(
          "The parameter '"
              + name
              + "' of $expand with contextDirection=existing must be from "
              + least
              + " to "
              + greatest);
    }
    return number;
  }

  private ValueSet expansion(String context, SuggestionRequest request, List<Suggestion> found) {
    ValueSet valueSet = new ValueSet();
    valueSet.setStatus(PublicationStatus.ACTIVE);
    ValueSetExpansionComponent expansion = valueSet.getExpansion();
    expansion.setIdentifier("urn:uuid:" + UUID.randomUUID());
    expansion.setTimestamp(new Date());
    expansion.addParameter().setName("context").setValue(new StringType(context));
    if (!request.filter().isEmpty()) {
      expansion.addParameter().setName("filter").setValue(new StringType(request.filter()));
    }
    if (request.offset() > 0) {
      expansion.addParameter().setName("offset").setValue(new IntegerType(request.offset()));
    }
    expansion.addParameter().setName("count").setValue(new IntegerType(request.count()));
    for (Suggestion it : found) {
      expansion
          .addContains()
          .setSystem(it.system())
          .setCode(it.code())
          .setDisplay(it.display() == null ? defined(it) : it.display());
    }
    return valueSet;
  }

  /** What the code system calls it. */
  private @Nullable String defined(Suggestion code) {
    if (code.system() == null) {
      return null;
    }
    IValidationSupport.LookupCodeResult known =
        definitions.lookupCode(
            new ValidationSupportContext(definitions),
            new LookupCodeRequest(code.system(), code.code()));
    return known == null || !known.isFound() ? null : known.getCodeDisplay();
  }
}
