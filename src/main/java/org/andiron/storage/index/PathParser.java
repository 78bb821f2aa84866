package org.andiron.storage.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles the part of FHIRPath that expressions of search parameters are written in: paths, {@code
 * as}, {@code ofType}, {@code where}, {@code extension}, {@code exists}, {@code empty}, {@code
 * not}, {@code first}, {@code resolve() is}, indexes, comparison with a literal, {@code and},
 * {@code or} and unions. What is left is for the engine.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/">FHIRPath</a>
 */
final class PathParser {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|`(?<quoted>[A-Za-z_][A-Za-z0-9_]*)`"
              + "|'(?<string>[^'\\\\]*)'|(?<number>[0-9]{1,6})|(?<symbol>!=|[.()\\[\\]|=%$]))");

  private static final Set<String> ANY_RESOURCE = Set.of("Resource", "DomainResource");

  private final String resourceType;
  private final List<Token> tokens;
  private int position;

  private PathParser(String resourceType, List<Token> tokens) {
    this.resourceType = resourceType;
    this.tokens = tokens;
  }

  /**
   * The expression as it is for resources of the type; empty if it has parts that are not compiled.
   */
  static Optional<Expression> parse(String expression, String resourceType) {
    try {
      return Optional.of(new PathParser(resourceType, tokens(expression)).whole());
    } catch (NotCompiled e) {
      return Optional.empty();
    }
  }

  /** What the bars outside of parentheses and quotes separate. */
  static List<String> members(String expression) {
    List<String> members = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == ')')) {
        depth += c == '(' ? 1 : -1;
      } else if (!quoted && c == '|' && depth == 0) {
        members.add(expression.substring(start, i).strip());
        start = i + 1;
      }
    }
    members.add(expression.substring(start).strip());
    return members;
  }

  private static List<Token> tokens(String expression) throws NotCompiled {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(expression.strip());
    while (matcher.lookingAt()) {
      for (Kind kind : Kind.values()) {
        String text = matcher.group(kind.group);
        if (text != null) {
          tokens.add(new Token(kind, text));
        }
      }
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    if (matcher.regionStart() != matcher.regionEnd()) {
      throw new NotCompiled();
    }
    return tokens;
  }

  private Expression whole() throws NotCompiled {
    Expression expression = disjunction();
    if (position != tokens.size()) {
      throw new NotCompiled();
    }
    return expression;
  }

  private Expression disjunction() throws NotCompiled {
    Expression left = conjunction();
    while (skip(Kind.NAME, "or")) {
      left = Paths.or(left, conjunction());
    }
    return left;
  }

  private Expression conjunction() throws NotCompiled {
    Expression left = comparison();
    while (skip(Kind.NAME, "and")) {
      left = Paths.and(left, comparison());
    }
    return left;
  }

  private Expression comparison() throws NotCompiled {
    Expression left = union();
    if (skip(Kind.SYMBOL, "=")) {
      return equal(left);
    }
    return skip(Kind.SYMBOL, "!=") ? Paths.not(equal(left)) : left;
  }

  private Condition equal(Expression left) throws NotCompiled {
    Token literal = next();
    boolean isBoolean =
        literal.kind() == Kind.NAME
            && (literal.text().equals("true") || literal.text().equals("false"));
    if (!isBoolean && literal.kind() != Kind.STRING && literal.kind() != Kind.NUMBER) {
      throw new NotCompiled();
    }
    return Paths.equal(left, literal.text(), isBoolean);
  }

  private Expression union() throws NotCompiled {
    List<Expression> members = new ArrayList<>();
    do {
      Expression member = typed();
      if (member != Paths.NONE) {
        members.add(member);
      }
    } while (skip(Kind.SYMBOL, "|"));
    return switch (members.size()) {
      case 0 -> Paths.NONE;
      case 1 -> members.get(0);
      default -> Paths.union(List.copyOf(members));
    };
  }

  private Expression typed() throws NotCompiled {
    Path path = path();
    if (skip(Kind.NAME, "as")) {
      return narrowed(path.plain(), typeName());
    }
    if (skip(Kind.NAME, "is")) {
      return Paths.refersTo(path.resolved(), typeName());
    }
    return path.plain();
  }

  private Path path() throws NotCompiled {
    Path path = start();
    while (true) {
      if (skip(Kind.SYMBOL, ".")) {
        path = step(path);
      } else if (skip(Kind.SYMBOL, "[")) {
        path = new Path(indexed(path.plain()), false);
      } else {
        return path;
      }
    }
  }

  private Path start() throws NotCompiled {
    if (skip(Kind.SYMBOL, "(")) {
      Expression inner = disjunction();
      expect(")");
      return new Path(inner, false);
    }
    if (skip(Kind.SYMBOL, "%")) {
      expectName("resource");
      return new Path(Paths.RESOURCE, false);
    }
    if (skip(Kind.SYMBOL, "$")) {
      expectName("this");
      return new Path(Paths.FOCUS, false);
    }
    Token first = peek();
    if (first.kind() == Kind.NAME && Character.isUpperCase(first.text().charAt(0))) {
      position++;
      boolean matches = first.text().equals(resourceType) || ANY_RESOURCE.contains(first.text());
      return new Path(matches ? Paths.RESOURCE : Paths.NONE, false);
    }
    return step(new Path(Paths.FOCUS, false));
  }

  private Path step(Path path) throws NotCompiled {
    Token name = next();
    if (!name.isName()) {
      throw new NotCompiled();
    }
    if (path.isResolved() && name.text().equals("is") && skip(Kind.SYMBOL, "(")) {
      Expression condition = Paths.refersTo(path.resolved(), typeName());
      expect(")");
      return new Path(condition, false);
    }
    Expression source = path.plain();
    if (name.text().equals("resolve") && skip(Kind.SYMBOL, "(")) {
      expect(")");
      return new Path(source, true);
    }
    return new Path(member(source, name.text()), false);
  }

  /** A child, or what a function makes of the source. */
  private Expression member(Expression source, String name) throws NotCompiled {
    if (!skip(Kind.SYMBOL, "(")) {
      return source == Paths.NONE ? Paths.NONE : Paths.child(source, name);
    }
    Expression result =
        switch (name) {
          case "as", "ofType" -> narrowed(source, typeName());
          case "where" -> filtered(source, disjunction());
          case "extension" -> extension(source);
          case "exists" -> Paths.exists(at(")") ? source : filtered(source, disjunction()));
          case "empty" -> Paths.not(Paths.exists(source));
          case "not" -> Paths.not(source);
          case "first" -> Paths.at(source, 0);
          default -> throw new NotCompiled();
        };
    expect(")");
    return result;
  }

  private static Expression narrowed(Expression source, String type) {
    return source == Paths.NONE ? Paths.NONE : Paths.ofType(source, type);
  }

  private static Expression filtered(Expression source, Expression condition) {
    return source == Paths.NONE ? Paths.NONE : Paths.where(source, condition);
  }

  private Expression extension(Expression source) throws NotCompiled {
    Token url = next();
    if (url.kind() != Kind.STRING) {
      throw new NotCompiled();
    }
    return source == Paths.NONE ? Paths.NONE : Paths.extension(source, url.text());
  }

  private Expression indexed(Expression source) throws NotCompiled {
    Token index = next();
    expect("]");
    // An element with a choice of types is sometimes written with the [x] of its definition.
    if (index.kind() == Kind.NAME && index.text().equals("x")) {
      return source;
    }
    if (index.kind() != Kind.NUMBER) {
      throw new NotCompiled();
    }
    return source == Paths.NONE ? Paths.NONE : Paths.at(source, Integer.parseInt(index.text()));
  }

  private String typeName() throws NotCompiled {
    Token name = next();
    if (name.isName() && name.text().equals("FHIR") && skip(Kind.SYMBOL, ".")) {
      name = next();
    }
    if (!name.isName()) {
      throw new NotCompiled();
    }
    return name.text();
  }

  private boolean at(String symbol) {
    return position < tokens.size() && tokens.get(position).equals(new Token(Kind.SYMBOL, symbol));
  }

  private Token peek() throws NotCompiled {
    if (position == tokens.size()) {
      throw new NotCompiled();
    }
    return tokens.get(position);
  }

  private Token next() throws NotCompiled {
    Token token = peek();
    position++;
    return token;
  }

  private boolean skip(Kind kind, String text) {
    boolean found = position < tokens.size() && tokens.get(position).equals(new Token(kind, text));
    if (found) {
      position++;
    }
    return found;
  }

  private void expect(String symbol) throws NotCompiled {
    if (!skip(Kind.SYMBOL, symbol)) {
      throw new NotCompiled();
    }
  }

  private void expectName(String name) throws NotCompiled {
    if (!skip(Kind.NAME, name)) {
      throw new NotCompiled();
    }
  }

  private enum Kind {
    NAME("name"),
    QUOTED_NAME("quoted"),
    STRING("string"),
    NUMBER("number"),
    SYMBOL("symbol");

    private final String group;

    Kind(String group) {
      this.group = group;
    }
  }

  private record Token(Kind kind, String text) {

    boolean isName() {
      return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
    }
  }

  /** A path, and whether what it leads to are the targets of its references. */
  private record Path(Expression expression, boolean isResolved) {

    /** The path where targets, which are not at hand, are not wanted. */
    Expression plain() throws NotCompiled {
      if (isResolved) {
        throw new NotCompiled();
      }
      return expression;
    }

    Expression resolved() throws NotCompiled {
      if (!isResolved) {
        throw new NotCompiled();
      }
      return expression;
    }
  }

  /** The expression is for the engine. */
  private static final class NotCompiled extends Exception {

    private static final long serialVersionUID = 1L;

    NotCompiled() {
      super(null, null, false, false);
    }
  }
}
