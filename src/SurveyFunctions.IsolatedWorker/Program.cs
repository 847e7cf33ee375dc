using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using SurveyFunctions.Aggregate;
using SurveyFunctions.Hosting;
using SurveyFunctions.Intake;
using SurveyFunctions.IsolatedWorker;
using SurveyFunctions.Results;
using SurveyFunctions.Rollup;

var builder = FunctionsApplication.CreateBuilder(args);

AppOptions options;
try
{
    options = AppOptions.Read(builder.Configuration, isUnderFunctionsHost: true);
}
catch (InvalidConfigurationException invalid)
{
    return Startup.Refuse(invalid.Problems);
}

await using var store = StoreOpening.Begin(options);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<PipelineOfTheApp>();
builder.Services
    .Configure<KestrelServerOptions>(Startup.SetLimits)
    .AddStore(store.Storage)
    .AddIntake()
    .AddAggregation()
    .AddRollup(options.Nights)
    .AddResults();

using var host = builder.Build();
await host.StartAsync();
await host.WaitForShutdownAsync();
await Startup.DrainAsync(host.Services);
return 0;
