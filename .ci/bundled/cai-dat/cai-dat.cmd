@echo off
rem Finds Python @PYTHON_VERSION@ and hands over to cai-dat.py. Nothing is fetched; may be run again.
chcp 65001 >nul
title Cài đặt CV183
setlocal DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "FOUND="
pushd "%~dp0"
if errorlevel 1 goto apart
if not exist cai-dat.py goto apart
set "RIGHT=import sys, sysconfig; sys.exit(not sys.version.startswith('@PYTHON_VERSION@.') or sysconfig.get_platform().replace('-', '_') != '@PLATFORM@')"
call :look py -@PYTHON_VERSION@
call :look python
call :look "%LocalAppData%\Programs\Python\Python@PYTHON_DIGITS@\python.exe"
call :look "%ProgramFiles%\Python@PYTHON_DIGITS@\python.exe"
if not defined FOUND goto missing
call %FOUND% -I -X utf8 cai-dat.py
set "CODE=%errorlevel%"
goto end

:look
if defined FOUND exit /b
call %* -I -c "%RIGHT%" >nul 2>nul
if not errorlevel 1 set FOUND=%*
exit /b

:missing
echo Máy này chưa có Python @PYTHON_VERSION@ bản 64 bit; chương trình cần đúng bản đó.
echo Nhờ cán bộ công nghệ thông tin cài từ python.org, tệp "Windows installer (64-bit)" của Python @PYTHON_VERSION@,
echo khi cài đánh dấu "Add python.exe to PATH"; xong bấm đúp lại tệp này.
echo Máy không được cài Python thì xin gói chạy ngay (không phải cài đặt).
set "CODE=3"
goto end

:apart
echo Thiếu các tệp đi kèm. Nếu đang mở trong tệp .zip: bấm phải chuột vào tệp .zip, chọn Extract All (Giải nén tất cả),
echo rồi bấm đúp cai-dat.cmd trong thư mục vừa giải nén.
set "CODE=3"

:end
echo.
pause
popd
exit /b %CODE%
