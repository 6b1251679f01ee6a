package com.notiflows.benchmark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FlameGraphTest {

  private static final List<String> STACKS =
      List.of(
          "java/lang/Thread.run;org/eclipse/jetty/A.run;org/eclipse/jetty/B.run;com/notiflows/server/write/WriteBatch.execute 30",
          "java/lang/Thread.run;org/eclipse/jetty/C.run;com/notiflows/server/write/WriteBatch$$Lambda$1.apply;org/apache/ibatis/X.y 30",
          "start_thread;thread_native_entry 39",
          "rare/Library.call 0");

  private static NodeList parse(String svg, String name) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
        .getElementsByTagName(name);
  }

  private static List<String> titles(String svg) throws Exception {
    NodeList titles = parse(svg, "title");
    return IntStream.range(0, titles.getLength())
        .mapToObj(i -> titles.item(i).getTextContent())
        .toList();
  }

  @Test
  void framesOfALibraryOrOfAClassAreOneBox() throws Exception {
    assertEquals(
        List.of(
            "JDK: 60.6 %",
            "Jetty: 60.6 %", "WriteBatch: 60.6 %", "MyBatis: 30.3 %", "JVM and kernel: 39.4 %"),
        titles(FlameGraph.draw("A & B", STACKS)));
  }

  @Test
  void widthsAreSharesAndCallersAreBelow() throws Exception {
    NodeList boxes = parse(FlameGraph.draw("A & B", STACKS), "rect");
    Element thread = (Element) boxes.item(1); // after the background
    Element jetty = (Element) boxes.item(2);
    Element batch = (Element) boxes.item(3);
    Element library = (Element) boxes.item(4);

    assertEquals(number(thread, "width"), number(batch, "width"));
    assertEquals(number(batch, "width"), 2 * number(library, "width"), 0.2);
    assertEquals(17, number(thread, "y") - number(jetty, "y"));
    assertEquals(715.2, number(thread, "width"));
  }

  @Test
  void namesAreEscaped() throws Exception {
    assertEquals(
        "<init> & more",
        parse(FlameGraph.draw("<init> & more", STACKS), "text").item(0).getTextContent());
  }

  private static double number(Element box, String attribute) {
    return Double.parseDouble(box.getAttribute(attribute));
  }
}
