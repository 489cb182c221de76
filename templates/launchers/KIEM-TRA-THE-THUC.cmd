@echo off
chcp 65001 >nul
title Soát thể thức văn bản Word
setlocal DisableDelayedExpansion
set "PROGRAM=@PYTHON@"
rem The disk may have another letter now, the bundle another place: what lies beside, then what PATH names.
if not exist "%PROGRAM%" set "PROGRAM=%~dp0@NEAR@"
if not exist "%PROGRAM%" for %%F in (cv183-report.cmd) do set "PROGRAM=%%~dp$PATH:Fchuong-trinh\Scripts\python.exe"
setlocal EnableDelayedExpansion
rem Explorer puts no quotes around a name that has an ampersand but no blank. So the names are taken from
rem the line as it was given, and "exit" at the end keeps cmd from running what it took for a second command.
set "LINE=!cmdcmdline!"
set "NAMES=!LINE:*/c ""=!"
if "!NAMES!"=="!LINE!" set "NAMES="
if defined NAMES set "NAMES=!NAMES:~0,-1!"
if defined NAMES set "NAMES=!NAMES:*" =!"
if not defined NAMES (
  echo Hãy thả tệp Word, hoặc cả thư mục, lên biểu tượng của tệp này để soát thể thức.
) else if exist "!PROGRAM!" (
  "!PROGRAM!" -P -m cv183_reports lint !NAMES!
) else (
  cv183-report lint !NAMES!
)
echo.
echo Nhấn một phím bất kỳ để đóng cửa sổ này.
pause >nul
exit
