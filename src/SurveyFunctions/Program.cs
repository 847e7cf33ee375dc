using Microsoft.Azure.Functions.Worker.Builder;

using SurveyEngine;

using SurveyFunctions;
using SurveyFunctions.Folding;
using SurveyFunctions.Hosting;
using SurveyFunctions.Hosting.Standalone;
using SurveyFunctions.Hosting.Worker;
using SurveyFunctions.Intake;
using SurveyFunctions.Releases;
using SurveyFunctions.Results;

// Else a builder watches its folder for changes of a settings file, with all that lies in it: a good part of a start.
Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

var isUnderFunctionsHost = FunctionsHost.IsThere(args);
IHostApplicationBuilder builder = isUnderFunctionsHost
    ? FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication().ConfigureWorker()
    : WebApplication.CreateSlimBuilder(args);

AppOptions options;
try
{
    options = AppOptions.Read(builder.Configuration, isUnderFunctionsHost);
}
catch (InvalidConfigurationException invalid)
{
    return Startup.Refuse(invalid.Problems);
}

await using var store = StoreOpening.Begin(options);
builder.Services
    .AddServer(options)
    .AddStore(store.Storage)
    .AddSurveyEngine()
    .AddIntake()
    .AddFolding()
    .AddReleases(options.Nights)
    .AddResults();
using var app = builder is WebApplicationBuilder alone
    ? alone.BuildStandalone(options)
    : ((FunctionsApplicationBuilder)builder).Build();

return await Startup.RunAsync(app, options, store);
