package org.andiron.server.guard;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.hl7.fhir.utilities.graphql.Document;
import org.hl7.fhir.utilities.graphql.EGraphEngine;
import org.hl7.fhir.utilities.graphql.EGraphQLException;
import org.hl7.fhir.utilities.graphql.Fragment;
import org.hl7.fhir.utilities.graphql.Operation;
import org.hl7.fhir.utilities.graphql.Parser;
import org.hl7.fhir.utilities.graphql.Selection;

/**
 * Bounds depth and size of a <a href="https://hl7.org/fhir/R4/graphql.html">GraphQL</a> query as it
 * will run: with its fragments spelled out, wherein a fragment that leads to itself is refused.
 * Reads the query with the parser that will run it, so that both agree on what it says.
 */
final class GraphqlLimits {

  private final int depth;
  private final int fields;

  GraphqlLimits(int depth, int fields) {
    this.depth = depth;
    this.fields = fields;
  }

  /**
   * Checks a query document.
   *
   * @throws InvalidRequestException if it cannot be parsed or exceeds a limit
   */
  void check(String query) {
    checkText(query);
    Document document = parse(query);
    if (document.getOperations().isEmpty()) {
      throw malformed();
    }
    for (Operation operation : document.getOperations()) {
      new Walk(document).selections(operation.getSelectionSet(), 1);
    }
  }

  /**
   * The parser recurses at each bracket and each comment, and would read for ever after a comment
   * that no line end follows: such texts must not reach it.
   */
  private void checkText(String query) {
    int openings = 0;
    boolean inString = false;
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == 0) {
        throw malformed();
      }
      if (c == '{' || c == '[' || c == '(' || c == '#') {
        openings++;
      }
      if (inString) {
        inString = c != '"';
        i += c == '\\' ? 1 : 0;
      } else if (c == '"') {
        inString = true;
      } else if (c == '#') {
        i = endOfLine(query, i);
      }
    }
    if (openings > fields) {
      throw tooManyFields();
    }
  }

  private static int endOfLine(String query, int from) {
    for (int i = from; i < query.length(); i++) {
      if (query.charAt(i) == '\n' || query.charAt(i) == '\r') {
        return i;
      }
    }
    throw new InvalidRequestException(
        "The GraphQL query ends within a comment; a line end must follow it.");
  }

  private static Document parse(String query) {
    try {
      return Parser.parse(query).getDocument();
    } catch (IOException | EGraphQLException | EGraphEngine | RuntimeException broken) {
      throw malformed();
    }
  }

  private static InvalidRequestException malformed() {
    return new InvalidRequestException("The GraphQL query is not well-formed.");
  }

  private InvalidRequestException tooManyFields() {
    return new InvalidRequestException(
        "The GraphQL query has more than " + fields + " fields (andiron.limits.graphql-fields).");
  }

  /** One operation, its fragments followed. */
  private final class Walk {

    private final Document document;
    private final Deque<String> openFragments = new ArrayDeque<>();
    private int seen;

    Walk(Document document) {
      this.document = document;
    }

    void selections(List<Selection> selections, int level) {
      for (Selection selection : selections) {
        if (++seen > fields) {
          throw tooManyFields();
        }
        if (level > depth) {
          throw new InvalidRequestException(
              "The GraphQL query is deeper than "
                  + depth
                  + " levels (andiron.limits.graphql-depth).");
        }
        if (selection.getField() != null) {
          selections(selection.getField().getSelectionSet(), level + 1);
        } else if (selection.getInlineFragment() != null) {
          selections(selection.getInlineFragment().getSelectionSet(), level);
        } else if (selection.getFragmentSpread() != null) {
          spread(selection.getFragmentSpread().getName(), level);
        }
      }
    }

    private void spread(String name, int level) {
      if (openFragments.contains(name)) {
        throw new InvalidRequestException("A fragment of the GraphQL query leads to itself.");
      }
      Fragment fragment = document.fragment(name);
      if (fragment == null) {
        throw new InvalidRequestException("A fragment of the GraphQL query is not defined.");
      }
      openFragments.push(name);
      selections(fragment.getSelectionSet(), level);
      openFragments.pop();
    }
  }
}
