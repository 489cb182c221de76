@echo off
rem Runs the program from this folder, wherever one stands. A double click leaves a window where it can be typed.
setlocal DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
set "PATH=%~dp0;%PATH%"
set "PROGRAM=%~dp0@PROGRAM@"
if not exist "%PROGRAM%" goto missing
if not "%~1"=="" goto run
setlocal EnableDelayedExpansion
set "LINE=!cmdcmdline!"
if "!LINE:%~n0.cmd=!"=="!LINE!" goto run
endlocal
chcp 65001 >nul
title CV183
"%PROGRAM%" -P -m cv183_reports
echo.
echo Gõ lệnh rồi Enter; xem các lệnh: cv183-report --help
cmd /k
exit /b
:run
"%PROGRAM%" -P -m cv183_reports %*
exit /b %errorlevel%
:missing
chcp 65001 >nul
echo Trong thư mục này chưa có chương trình: bấm đúp cai-dat.cmd trước, hoặc chép lại cả thư mục.
if "%~1"=="" pause
exit /b 3
