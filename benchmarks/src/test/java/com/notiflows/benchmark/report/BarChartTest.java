package com.notiflows.benchmark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.benchmark.report.BarChart.Bar;
import com.notiflows.benchmark.report.BarChart.Colour;
import com.notiflows.benchmark.report.BarChart.Group;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class BarChartTest {

  @Test
  void everyGroupHasItsOwnScale() throws Exception {
    String svg =
        BarChart.draw(
            "A & B",
            "<all>",
            List.of(
                new Group(
                    "Some",
                    List.of(
                        new Bar("half", 50, Colour.PLAIN), new Bar("whole", 100, Colour.KEYED))),
                new Group("Others", List.of(new Bar("one", 9_000, Colour.REFERENCE)))));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertEquals("A & B", document.getElementsByTagName("text").item(0).getTextContent());
    assertEquals(2 * width(document, 1), width(document, 2));
    assertEquals(width(document, 2), width(document, 3));
  }

  /** The width of a rectangle. The first one is the background. */
  private static double width(Document document, int index) {
    Element bar = (Element) document.getElementsByTagName("rect").item(index);
    return Double.parseDouble(bar.getAttribute("width"));
  }
}
