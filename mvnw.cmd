<# : batch part, a comment to PowerShell, which reads this file too
@echo off
rem Does what mvnw does, on Windows.
setlocal
set "MVNW_SELF=%~f0"
set "MVNW_MVN="
for /f "usebackq delims=" %%M in (`powershell -NoProfile -Command "& ([scriptblock]::Create([IO.File]::ReadAllText($env:MVNW_SELF)))" ^<nul`) do set "MVNW_MVN=%%M"
if not defined MVNW_MVN exit /b 1
rem Without "call", which would expand the arguments a second time.
"%MVNW_MVN%" %*
exit /b %ERRORLEVEL%
#>

# Prints the path of the Maven to run. .NET rather than cmdlets where there is a choice: with a
# PSModulePath inherited from PowerShell 7 the modules of Windows PowerShell may fail to load.
$ErrorActionPreference = 'Stop'
$version = '3.9.11'
$sha512 = '03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076'
$archive = 'https://archive.apache.org/dist/maven'
# The same bound as the enforcer rule in pom.xml.
$least = [version]'3.8.6'

function Fail([string[]] $lines) {
  foreach ($line in $lines) { [Console]::Error.WriteLine("mvnw: $line") }
  exit 1
}

function Find([string] $name) {
  foreach ($command in @(Get-Command $name -CommandType Application -ErrorAction SilentlyContinue)) {
    return $command.Path
  }
}

function VersionOf([string] $mvn) {
  $lib = "$([IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($mvn)))\lib"
  if ([IO.Directory]::Exists($lib)) {
    foreach ($jar in [IO.Directory]::GetFiles($lib, 'maven-core-*.jar')) {
      if ($jar -match 'maven-core-(\d+\.\d+\.\d+)[^\\]*$') { return $Matches[1] }
    }
  }
  # A shim has no jar beside it.
  $ErrorActionPreference = 'SilentlyContinue'
  $output = & $mvn -v 2>$null
  if ("$output" -match 'Apache Maven (\d+\.\d+\.\d+)') { return $Matches[1] }
}

if ($env:JAVA_HOME) {
  if (-not [IO.File]::Exists("$env:JAVA_HOME\bin\java.exe")) {
    Fail @("JAVA_HOME is '$env:JAVA_HOME', which has no bin\java.exe.",
      'Point JAVA_HOME at a JDK 17 or newer, or unset it to use the java on the PATH.')
  }
} elseif (-not (Find 'java.exe')) {
  Fail @('no java found.', 'Install a JDK 17 or newer or set JAVA_HOME.')
}

foreach ($name in 'mvn.cmd', 'mvn.exe', 'mvn.bat') {
  $mvn = Find $name
  if ($mvn) {
    $found = VersionOf $mvn
    if ($found -and ([version]$found -ge $least)) {
      [Console]::Out.WriteLine($mvn)
      exit 0
    }
  }
}

$dir = "$env:USERPROFILE\.m2\wrapper\dists\apache-maven-$version"
# Below the version, as other wrappers keep theirs in the same place under names of their own.
$kept = "$dir\" + $sha512.Substring(0, 16)
$mvn = "$kept\bin\mvn.cmd"
if ([IO.File]::Exists($mvn)) {
  [Console]::Out.WriteLine($mvn)
  exit 0
}

$base = $archive
if ($env:MVNW_REPOURL) { $base = $env:MVNW_REPOURL.TrimEnd('/') }
$url = "$base/maven-3/$version/binaries/apache-maven-$version-bin.zip"
$tmp = "$dir\.tmp." + [Guid]::NewGuid().ToString('N').Substring(0, 8)
$problem = @()
try {
  $problem = @("cannot write to ${dir}: make it writable.")
  [void][IO.Directory]::CreateDirectory($tmp)

  [Console]::Error.WriteLine("Fetching Maven $version from $url ...")
  $problem = @("download failed: $url",
    "Check the network, set MVNW_REPOURL to a mirror of $archive, or put mvn $least or newer on the PATH.")
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
  [Net.WebClient]::new().DownloadFile($url, "$tmp\maven.zip")

  $problem = @('cannot compute the SHA-512 of the download.')
  $bytes = [IO.File]::ReadAllBytes("$tmp\maven.zip")
  $actual = [BitConverter]::ToString([Security.Cryptography.SHA512]::Create().ComputeHash($bytes)).Replace('-', '').ToLowerInvariant()
  if ($actual -ne $sha512) {
    $problem = @("checksum mismatch: $url", "expected SHA-512 $sha512", "actual   SHA-512 $actual",
      'Nothing was kept. Try again, or set MVNW_REPOURL to another mirror.')
    throw 'checksum mismatch'
  }

  $problem = @("cannot unpack the download: is there room in ${dir}?")
  [void][Reflection.Assembly]::Load('System.IO.Compression.FileSystem, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
  [IO.Compression.ZipFile]::ExtractToDirectory("$tmp\maven.zip", $tmp)

  # The move fails when another run was first, which is as good, and for a moment while a virus scanner looks.
  $problem = @("$kept is incomplete: remove it and run again.")
  foreach ($attempt in 1..20) {
    if ([IO.File]::Exists($mvn)) { break }
    try { [IO.Directory]::Move("$tmp\apache-maven-$version", $kept) } catch { [Threading.Thread]::Sleep(250) }
  }
  if (-not [IO.File]::Exists($mvn)) { throw 'not moved' }
  $problem = @()
} catch {
  $problem += "($($_.Exception.Message))"
} finally {
  try { [IO.Directory]::Delete($tmp, $true) } catch { }
}
if ($problem) { Fail $problem }
[Console]::Out.WriteLine($mvn)
