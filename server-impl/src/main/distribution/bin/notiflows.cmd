@echo off
rem Runs Notiflows. JAVA_HOME names the Java to use, else the one on the PATH is used;
rem JAVA_OPTS holds options for it. Out of memory, Java exits with 3.
setlocal
set "NEEDS=Notiflows needs Java 17 or later."
set "JAVA=java.exe"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo notiflows: There is no Java in JAVA_HOME or on the PATH. %NEEDS% 1>&2
  exit /b 1
)
rem Java 8 does not know the option; 9 to 16 can't load the classes, and say so.
"%JAVA%" --version >nul 2>&1
if errorlevel 1 (
  echo notiflows: This Java is too old. %NEEDS% 1>&2
  exit /b 1
)
"%JAVA%" -XX:+ExitOnOutOfMemoryError %JAVA_OPTS% -cp "%~dp0..\lib\*" com.notiflows.server.app.Main %*
exit /b %ERRORLEVEL%
