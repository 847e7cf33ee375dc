using Microsoft.Azure.Functions.Worker.Builder;

using SurveyFunctions;
using SurveyFunctions.Hosting.Worker;

// Else a builder watches its folder for changes of a settings file, with all that lies in it: a good part of a start.
Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

IHostApplicationBuilder builder = FunctionsHost.IsThere(args)
    ? FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication().ConfigureWorker()
    : WebApplication.CreateSlimBuilder(args);

return await SurveyApp.RunAsync(builder, Console.Error);
