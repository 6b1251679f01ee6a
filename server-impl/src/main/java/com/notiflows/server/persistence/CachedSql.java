package com.notiflows.server.persistence;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.parsing.XNode;
import org.apache.ibatis.scripting.xmltags.DynamicSqlSource;
import org.apache.ibatis.scripting.xmltags.XMLLanguageDriver;
import org.apache.ibatis.session.Configuration;

/**
 * MyBatis XML whose SQL is cached by the lengths of the lists in it. MyBatis alone composes and
 * parses the text of a statement for each execution, which took a fifth of the CPU time of a batch.
 *
 * <p>The text of a statement may depend only on the lengths of lists, on enums, and on what is
 * null.
 */
public final class CachedSql extends XMLLanguageDriver {

  private static final Pattern CACHEABLE_TEST =
      Pattern.compile("\\w+ != null|\\w+\\.name\\(\\) [!=]= '\\w+'");

  /** What would make the text depend on more. */
  private static final List<String> SUBSTITUTIONS =
      List.of(
          ".//text()[contains(., '${')]",
          ".//bind",
          ".//foreach[@index]",
          ".//foreach//foreach",
          ".//foreach//*[@test]");

  @Override
  public SqlSource createSqlSource(
      Configuration configuration, XNode script, Class<?> parameterType) {
    SqlSource source = super.createSqlSource(configuration, script, parameterType);
    if (!(source instanceof DynamicSqlSource)) {
      return source;
    }
    requireCacheable(script);
    return new CachedSqlSource(configuration, source, script.evalNodes(".//foreach"));
  }

  private static void requireCacheable(XNode script) {
    for (XNode condition : script.evalNodes(".//*[@test]")) {
      String test = condition.getStringAttribute("test");
      if (!CACHEABLE_TEST.matcher(test).matches()) {
        throw new IllegalArgumentException("SQL can't be cached if it depends on: " + test);
      }
    }
    boolean isDependent =
        SUBSTITUTIONS.stream().anyMatch(path -> !script.evalNodes(path).isEmpty());
    if (isDependent) {
      throw new IllegalArgumentException(
          "SQL can't be cached with ${}, bind, an index, or conditions and loops in a loop");
    }
  }

  @Override
  public ParameterHandler createParameterHandler(
      MappedStatement statement, Object parameters, BoundSql sql) {
    return sql instanceof CachedSqlSource.CachedBoundSql cached
        ? new CachedParameters(statement.getConfiguration(), cached)
        : super.createParameterHandler(statement, parameters, sql);
  }
}
